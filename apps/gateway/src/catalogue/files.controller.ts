// Files over HTTP.

import { Controller, Inject } from '@nestjs/common';
import type { Readable } from 'node:stream';
import * as routes from '#contracts/http/files';
import { getPlate } from '#contracts/http/routes';
import { Input, type RouteInput } from '#platform/http/route-input';
import { Route } from '#platform/http/route';
import { KeepFiles } from './keep-files.js';
import { KeepThumbnails } from './keep-thumbnails.js';
import { RepairFile } from './repair-file.js';

@Controller()
export class FilesController {
  @Inject(KeepFiles) private readonly files!: KeepFiles;
  @Inject(KeepThumbnails) private readonly thumbnails!: KeepThumbnails;
  @Inject(RepairFile) private readonly repair!: RepairFile;

  @Route(routes.putFile)
  putFile(@Input() { body }: { readonly body: Readable }) {
    return this.files.upload(body);
  }

  @Route(routes.hasFiles)
  hasFiles(@Input() { body }: RouteInput<typeof routes.hasFiles>) {
    return this.files.known(body.sha256s);
  }

  @Route(routes.getFile)
  getFile(@Input() { params, request, reply }: RouteInput<typeof routes.getFile>) {
    return this.files.published(params.sha256, { request, reply });
  }

  @Route(routes.getThumbnail)
  getThumbnail(@Input() { params, reply }: RouteInput<typeof routes.getThumbnail>) {
    return this.thumbnails.show(params.sha256, reply);
  }

  @Route(routes.repairFile)
  repairFile(@Input() { params, body }: RouteInput<typeof routes.repairFile>) {
    return this.repair.handle(params.sha256, body);
  }

  @Route(getPlate)
  getPlate(@Input() { params, query, request, reply }: RouteInput<typeof getPlate>) {
    return this.files.plate(params.sha256, query.ticket, { request, reply });
  }
}
