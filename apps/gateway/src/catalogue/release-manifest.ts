// A release as a manifest, so that it can be taken elsewhere.

import type { ReleaseView } from '#contracts/http/releases';
import type { Manifest, ManifestPart } from '#core/manifest/manifest';

const README = /^readme(\.\w+)?$/i;

/** The release in the manifest's normal form; `address` is where people find it. */
export function manifestOf(view: ReleaseView, address: string): Manifest {
  const { title, summary, version, license, designer, credits, parts, files, boughtIn, tools, steps, lineage } = view;
  const made = new Set(parts.map(({ fileName }) => fileName));
  const sources = files.filter(
    ({ path }) => /\.(scad|step|stp|fcstd|f3d|blend|dxf|svg)$/i.test(path) && !made.has(path),
  );
  const readme = files.find(({ path }) => README.test(path));
  const images = files.filter(({ path }) => /\.(png|jpe?g|webp)$/i.test(path));
  return {
    title,
    ...(summary === '' ? {} : { description: summary }),
    version,
    licenses: { hardware: { asWritten: license, expression: license, status: 'spdx' } },
    licensors: [designer.name, ...credits].map((name) => ({ name })),
    links: {
      repository: address,
      project: address,
      ...(readme === undefined ? {} : { readme: readme.path }),
    },
    ...(images.length === 0 ? {} : { images: images.map(({ path }) => path) }),
    documents: {
      ...(sources.length === 0 ? {} : { designFiles: sources.map(({ path }) => ({ path })) }),
      ...(parts.length === 0 ? {} : { manufacturingFiles: parts.map(({ fileName }) => ({ path: fileName })) }),
      ...(steps.length === 0
        ? {}
        : {
            makingInstructions: steps.map(({ title: name, text, pictures }) => ({
              title: name === undefined ? text : `${name}: ${text}`,
              ...(pictures.length === 0 ? {} : { images: pictures }),
            })),
          }),
    },
    ...(parts.length === 0 ? {} : { parts: parts.map(partOf) }),
    ...(boughtIn.length === 0
      ? {}
      : {
          boughtIn: boughtIn.map(({ name, quantity, unit, link }) => ({
            name,
            quantity,
            ...(unit === undefined ? {} : { unit }),
            ...(link === undefined ? {} : { link }),
          })),
        }),
    ...(tools.length === 0 ? {} : { tools: tools.map(({ name }) => ({ name })) }),
    ...(lineage[0] === undefined ? {} : { derivativeOf: [{ title: lineage[0].title }] }),
  };
}

function partOf(part: ReleaseView['parts'][number]): ManifestPart {
  const { name, quantity, fileName, process, materials, note, infillPercent, layerMm, perimeters, supports } = part;
  const settings = {
    ...(infillPercent === undefined ? {} : { infillPercent }),
    ...(layerMm === undefined ? {} : { layerMm }),
    ...(perimeters === undefined ? {} : { perimeters }),
    ...(supports === undefined ? {} : { supports }),
  };
  return {
    name,
    // A manifest counts files: what a file places several times is counted by it.
    quantity: quantity / (part.instances ?? 1),
    export: [fileName],
    process,
    ...(materials.length === 0 ? {} : { materials }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(note === undefined ? {} : { notes: note }),
  };
}
