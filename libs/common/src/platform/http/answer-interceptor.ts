// Use cases answer with results; here the value goes out and the refusal goes to the problem filter.

import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import { type Observable, map } from 'rxjs';
import type { AnyRoute } from '#contracts/http/define-route';
import type { Result } from '#core/kernel/result';
import { valueOrRefused } from './refused-request.js';
import { ROUTE } from './route.js';

/** Whether answers are checked against the contract before they leave: on in tests. */
export const CHECK_ANSWERS = Symbol('CHECK_ANSWERS');

@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(@Inject(CHECK_ANSWERS) private readonly checked: boolean) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { id, answer } = Reflect.getMetadata(ROUTE, context.getHandler()) as AnyRoute;
    return next.handle().pipe(
      map((result: Result<unknown>) => {
        const value = valueOrRefused(result);
        if (answer === 'nothing') return undefined;
        if (answer === 'stream') {
          if (value instanceof StreamableFile) return value;
          throw new Error(`the route ${id} answers with a stream`);
        }
        return this.checked ? answer.parse(value) : value;
      }),
    );
  }
}
