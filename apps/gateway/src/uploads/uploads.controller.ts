// The tus protocol over HTTP: our guard and our words around the library's answers.

import { Controller, Inject, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as routes from '#contracts/http/uploads';
import type { Result } from '#core/kernel/result';
import { ok } from '#core/kernel/result';
import type { Identity } from '#platform/http/identity';
import { Input, type RouteInput } from '#platform/http/route-input';
import { Route } from '#platform/http/route';
import { refusalOf, ResumableUploads } from './resumable-uploads.js';

interface Exchange {
  readonly account: Identity;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

@Controller()
export class UploadsController {
  constructor(@Inject(ResumableUploads) private readonly uploads: ResumableUploads) {}

  @Route(routes.createUpload)
  create(@Input() exchange: RouteInput<typeof routes.createUpload>) {
    return this.speak(exchange);
  }

  @Route(routes.lookAtUpload)
  lookAt(@Input() exchange: RouteInput<typeof routes.lookAtUpload>) {
    return this.speak(exchange);
  }

  @Route(routes.continueUpload)
  goOn(@Input() exchange: RouteInput<typeof routes.continueUpload>) {
    return this.speak(exchange);
  }

  @Route(routes.dropUpload)
  drop(@Input() exchange: RouteInput<typeof routes.dropUpload>) {
    return this.speak(exchange);
  }

  @Route(routes.readUpload)
  read(@Input() { account, params }: RouteInput<typeof routes.readUpload>) {
    return this.uploads.fileOf(params.uploadId, account.accountId);
  }

  private async speak({ account, request, reply }: Exchange): Promise<Result<StreamableFile>> {
    const { method, url, headers, body } = request;
    const asked = new Request(new URL(url, 'http://localhost'), {
      method,
      headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, String(value)]],
      ),
      // A body as a stream has to say that nothing is answered before it has been read.
      ...(body instanceof Readable ? { body: Readable.toWeb(body) as ReadableStream, duplex: 'half' } : {}),
    } as RequestInit);
    const answer = await this.uploads.handle(asked, account.accountId);
    const text = await answer.text();
    for (const [name, value] of answer.headers)
      if (!/^(content-|access-control-)/.test(name)) void reply.header(name, value);
    const refusal = refusalOf(answer.status, text, url.split('/').at(-1));
    if (refusal) return { ok: false, refusal };
    void reply.status(answer.status);
    return ok(new StreamableFile(Buffer.alloc(0)));
  }
}
