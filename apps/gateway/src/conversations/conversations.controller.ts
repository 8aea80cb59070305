// Conversations over HTTP.

import { Controller, Inject } from '@nestjs/common';
import * as routes from '#contracts/http/reviews';
import { Input, type RouteInput } from '#platform/http/route-input';
import { Route } from '#platform/http/route';
import { HoldConversations } from './hold-conversations.js';

@Controller()
export class ConversationsController {
  constructor(@Inject(HoldConversations) private readonly conversations: HoldConversations) {}

  @Route(routes.listThreads)
  listThreads(@Input() { params, query }: RouteInput<typeof routes.listThreads>) {
    return this.conversations.list(params.slug, query.cursor);
  }

  @Route(routes.openThread)
  openThread(@Input() { account, params, body }: RouteInput<typeof routes.openThread>) {
    return this.conversations.open(account, params.slug, body);
  }

  @Route(routes.replyToThread)
  replyToThread(@Input() { account, params, body }: RouteInput<typeof routes.replyToThread>) {
    return this.conversations.reply(account, params.threadId, body.text);
  }

  @Route(routes.closeThread)
  closeThread(@Input() { account, params, body }: RouteInput<typeof routes.closeThread>) {
    return this.conversations.setState(account, params.threadId, body.state);
  }

  @Route(routes.removePost)
  removePost(@Input() { account, params }: RouteInput<typeof routes.removePost>) {
    return this.conversations.removePost(account, params.postId);
  }
}
