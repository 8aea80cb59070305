// A controller's method and the route it serves: path, method, status, access and schemas come from the definition.

import { Delete, Get, Head, HttpCode, Patch, Post, Put, SetMetadata, applyDecorators } from '@nestjs/common';
import type { AnyRoute } from '#contracts/http/define-route';

export const ROUTE = Symbol('ROUTE');

const VERBS = { GET: Get, HEAD: Head, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete } as const;

/** Serves a route of the contract by this method. */
export const Route = (definition: AnyRoute): MethodDecorator =>
  applyDecorators(
    VERBS[definition.method](definition.path),
    HttpCode(definition.status),
    SetMetadata(ROUTE, definition),
  );
