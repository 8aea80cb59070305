// Releases and designs over HTTP.

import { Controller, Inject } from '@nestjs/common';
import * as designs from '#contracts/http/designs';
import * as papers from '#contracts/http/release-papers';
import * as releases from '#contracts/http/releases';
import { Input, type RouteInput } from '#platform/http/route-input';
import { Route } from '#platform/http/route';
import { Feeds } from './feeds.js';
import { PublishRelease } from './publish-release.js';
import { ReleasePapers } from './release-papers.js';
import { SearchDesigns } from './search-designs.js';
import { ShowDesigns } from './show-designs.js';
import { ShowReleases } from './show-releases.js';

@Controller()
export class CatalogueController {
  @Inject(PublishRelease) private readonly publish!: PublishRelease;
  @Inject(ShowReleases) private readonly releases!: ShowReleases;
  @Inject(ShowDesigns) private readonly designs!: ShowDesigns;
  @Inject(SearchDesigns) private readonly search!: SearchDesigns;
  @Inject(ReleasePapers) private readonly papers!: ReleasePapers;
  @Inject(Feeds) private readonly feeds!: Feeds;

  @Route(releases.publishRelease)
  publishRelease(@Input() { account, body }: RouteInput<typeof releases.publishRelease>) {
    const { accountId, name } = account;
    return this.publish.handle({ accountId, name }, body);
  }

  @Route(releases.readRelease)
  readRelease(@Input() { params }: RouteInput<typeof releases.readRelease>) {
    return this.releases.release(params.releaseId);
  }

  @Route(releases.withdrawRelease)
  withdrawRelease(@Input() { account, params }: RouteInput<typeof releases.withdrawRelease>) {
    return this.releases.withdraw(account, params.releaseId);
  }

  @Route(papers.diffReleases)
  diffReleases(@Input() { params }: RouteInput<typeof papers.diffReleases>) {
    return this.releases.diff(params.releaseId, params.otherId);
  }

  @Route(papers.exportManifest)
  exportManifest(@Input() { params, query, reply }: RouteInput<typeof papers.exportManifest>) {
    return this.papers.manifest(params.releaseId, query.format, reply);
  }

  @Route(papers.readAttribution)
  readAttribution(@Input() { params }: RouteInput<typeof papers.readAttribution>) {
    return this.papers.attribution(params.releaseId);
  }

  @Route(papers.printAttribution)
  printAttribution(@Input() { params, query, reply }: RouteInput<typeof papers.printAttribution>) {
    return this.papers.cards(params.releaseId, query.copies, reply);
  }

  @Route(designs.searchDesigns)
  searchDesigns(@Input() { query }: RouteInput<typeof designs.searchDesigns>) {
    return this.search.handle(query);
  }

  @Route(designs.readDesign)
  readDesign(@Input() { params }: RouteInput<typeof designs.readDesign>) {
    return this.designs.read(params.slug);
  }

  @Route(designs.setMaintainers)
  setMaintainers(@Input() { account, params, body }: RouteInput<typeof designs.setMaintainers>) {
    return this.designs.setMaintainers(account, params.slug, body.accountIds);
  }

  @Route(designs.atomFeed)
  atomFeed(@Input() { query, reply }: RouteInput<typeof designs.atomFeed>) {
    return this.feeds.handle('atom', query.design, reply);
  }

  @Route(designs.jsonFeed)
  jsonFeed(@Input() { query, reply }: RouteInput<typeof designs.jsonFeed>) {
    return this.feeds.handle('json', query.design, reply);
  }
}
