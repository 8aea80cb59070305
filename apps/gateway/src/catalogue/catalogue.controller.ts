// Files, releases and designs over HTTP.

import { Controller, Inject } from '@nestjs/common';
import type { Readable } from 'node:stream';
import * as routes from '#contracts/http/catalogue';
import { getPlate } from '#contracts/http/routes';
import { Input, type RouteInput } from '#platform/http/route-input';
import { Route } from '#platform/http/route';
import { KeepFiles } from './keep-files.js';
import { PublishRelease } from './publish-release.js';
import { SearchDesigns } from './search-designs.js';
import { ShowReleases } from './show-releases.js';

@Controller()
export class CatalogueController {
  @Inject(KeepFiles) private readonly files!: KeepFiles;
  @Inject(PublishRelease) private readonly publish!: PublishRelease;
  @Inject(ShowReleases) private readonly show!: ShowReleases;
  @Inject(SearchDesigns) private readonly search!: SearchDesigns;

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

  @Route(getPlate)
  getPlate(@Input() { params, query, request, reply }: RouteInput<typeof getPlate>) {
    return this.files.plate(params.sha256, query.ticket, { request, reply });
  }

  @Route(routes.publishRelease)
  publishRelease(@Input() { account, body }: RouteInput<typeof routes.publishRelease>) {
    return this.publish.handle(account, body);
  }

  @Route(routes.readRelease)
  readRelease(@Input() { params }: RouteInput<typeof routes.readRelease>) {
    return this.show.release(params.releaseId);
  }

  @Route(routes.withdrawRelease)
  withdrawRelease(@Input() { account, params }: RouteInput<typeof routes.withdrawRelease>) {
    return this.show.withdraw(account, params.releaseId);
  }

  @Route(routes.searchDesigns)
  searchDesigns(@Input() { query }: RouteInput<typeof routes.searchDesigns>) {
    return this.search.handle(query);
  }

  @Route(routes.readDesign)
  readDesign(@Input() { params }: RouteInput<typeof routes.readDesign>) {
    return this.show.design(params.slug);
  }
}
