// The editor of a draft: remarks first, then what is said of it, its parts, and how it goes together.

import { useRef } from 'react';
import { Form } from 'react-aria-components/Form';
import type { DraftView } from '#contracts/http/drafts';
import { fieldErrors } from '../api/api-problem.js';
import { BoughtInEditor, StepsEditor, ToolsEditor } from './assembly-editors.js';
import { DraftActions, Suggest } from './draft-actions.js';
import { DraftFacts } from './draft-facts.js';
import { DraftFiles } from './draft-files.js';
import type { DraftEnd } from './draft-end.js';
import { Findings, Proposals } from './findings.js';
import { NestedEditor } from './nested-editor.js';
import { useDraftWork } from './use-draft.js';

interface EditorProps {
  readonly draft: DraftView;
  readonly onEnd: (end: DraftEnd) => void;
  readonly onReload: () => void;
}

/** To be given a new `key` when the draft is loaded again. */
export function DraftEditor({ draft, onEnd, onReload }: EditorProps) {
  const work = useDraftWork(draft);
  const form = useRef<HTMLFormElement>(null);
  return (
    <Form
      ref={form}
      className="draft"
      validationErrors={fieldErrors(work.saveError)}
      onSubmit={(event) => {
        event.preventDefault();
        // The refusal is shown by the actions.
        void work.save().catch(() => undefined);
      }}
    >
      <Findings findings={work.saved.findings} />
      <Proposals work={work} />
      <DraftFacts work={work} />
      <DraftFiles work={work} />
      <BoughtInEditor work={work} />
      <ToolsEditor work={work} />
      <StepsEditor work={work} />
      <NestedEditor work={work} />
      {work.contents.forkOf === undefined ? null : <Suggest work={work} onEnd={onEnd} />}
      <DraftActions work={work} form={form} onEnd={onEnd} onReload={onReload} />
    </Form>
  );
}
