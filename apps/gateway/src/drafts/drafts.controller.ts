// Drafts and suggested changes over HTTP.

import { Controller, Inject } from '@nestjs/common';
import * as routes from '#contracts/http/drafts';
import { Input, type RouteInput } from '#platform/http/route-input';
import { Route } from '#platform/http/route';
import { DecideChanges } from './decide-changes.js';
import { KeepDrafts } from './keep-drafts.js';

@Controller()
export class DraftsController {
  @Inject(KeepDrafts) private readonly drafts!: KeepDrafts;
  @Inject(DecideChanges) private readonly changes!: DecideChanges;

  @Route(routes.startDraft)
  startDraft(@Input() { account, body }: RouteInput<typeof routes.startDraft>) {
    return this.drafts.start(account, body);
  }

  @Route(routes.listDrafts)
  listDrafts(@Input() { account }: RouteInput<typeof routes.listDrafts>) {
    return this.drafts.list(account);
  }

  @Route(routes.readDraft)
  readDraft(@Input() { account, params }: RouteInput<typeof routes.readDraft>) {
    return this.drafts.read(account, params.draftId);
  }

  @Route(routes.changeDraft)
  changeDraft(@Input() { account, params, body }: RouteInput<typeof routes.changeDraft>) {
    return this.drafts.change(account, params.draftId, body.revision, body.contents);
  }

  @Route(routes.dropDraft)
  dropDraft(@Input() { account, params }: RouteInput<typeof routes.dropDraft>) {
    return this.drafts.drop(account, params.draftId);
  }

  @Route(routes.publishDraft)
  publishDraft(@Input() { account, params, body }: RouteInput<typeof routes.publishDraft>) {
    return this.drafts.publish(account, params.draftId, body.revision);
  }

  @Route(routes.suggestChange)
  suggestChange(@Input() { account, params, body }: RouteInput<typeof routes.suggestChange>) {
    return this.changes.suggest(account, params.draftId, body);
  }

  @Route(routes.listChanges)
  listChanges(@Input() { params }: RouteInput<typeof routes.listChanges>) {
    return this.changes.list(params.slug);
  }

  @Route(routes.readChange)
  readChange(@Input() { params }: RouteInput<typeof routes.readChange>) {
    return this.changes.read(params.changeId);
  }

  @Route(routes.decideChange)
  decideChange(@Input() { account, params, body }: RouteInput<typeof routes.decideChange>) {
    return this.changes.decide(account, params.changeId, body);
  }
}
