// Files by dropping, by choosing files, or by choosing a folder; all three by keyboard too.

import { Button } from 'react-aria-components/Button';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Text } from 'react-aria-components/Text';
import { type ChosenFile, chosen, filesIn, pathOf } from './chosen-files.js';

/** Tells every choice. */
export function FileChooser({ onChoose }: { readonly onChoose: (files: readonly ChosenFile[]) => void }) {
  const take = (list: FileList | null): void => {
    if (list) onChoose(Array.from(list, (file) => chosen(file, pathOf(file))));
  };
  return (
    <DropZone className="drop-zone" onDrop={(event) => void filesIn(event.items).then(onChoose)}>
      <Text slot="label">
        Drop a folder, files or one zip archive here: STL, 3MF, OBJ, DXF or SVG, with sources, pictures and an OKH
        manifest if there is one.
      </Text>
      <div className="button-row">
        <FileTrigger allowsMultiple onSelect={take}>
          <Button className="button">Choose files</Button>
        </FileTrigger>
        <FileTrigger acceptDirectory onSelect={take}>
          <Button className="button">Choose a folder</Button>
        </FileTrigger>
      </div>
    </DropZone>
  );
}
