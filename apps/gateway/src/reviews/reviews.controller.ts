// Reviews and reports of makes over HTTP.

import { Controller, Inject } from '@nestjs/common';
import type { Readable } from 'node:stream';
import * as routes from '#contracts/http/reviews';
import { Input, type RouteInput } from '#platform/http/route-input';
import { Route } from '#platform/http/route';
import { KeepPhotos } from './keep-photos.js';
import { ReportMakes } from './report-makes.js';
import { ReviewRelease } from './review-release.js';

@Controller()
export class ReviewsController {
  @Inject(ReviewRelease) private readonly reviews!: ReviewRelease;
  @Inject(ReportMakes) private readonly makes!: ReportMakes;
  @Inject(KeepPhotos) private readonly photos!: KeepPhotos;

  @Route(routes.listReviews)
  listReviews(@Input() { params }: RouteInput<typeof routes.listReviews>) {
    return this.reviews.list(params.releaseId);
  }

  @Route(routes.reviewRelease)
  reviewRelease(@Input() { account, params, body }: RouteInput<typeof routes.reviewRelease>) {
    return this.reviews.give(account, params.releaseId, body);
  }

  @Route(routes.listMakes)
  listMakes(@Input() { params, query }: RouteInput<typeof routes.listMakes>) {
    return this.makes.list(params.slug, query.cursor);
  }

  @Route(routes.reportMake)
  reportMake(@Input() { account, params, body }: RouteInput<typeof routes.reportMake>) {
    return this.makes.report(account, params.jobId, body);
  }

  @Route(routes.putPhoto)
  putPhoto(@Input() { body }: { readonly body: Readable }) {
    return this.photos.upload(body);
  }

  @Route(routes.getPhoto)
  getPhoto(@Input() { params, reply }: RouteInput<typeof routes.getPhoto>) {
    return this.photos.show(params.makeId, reply);
  }
}
