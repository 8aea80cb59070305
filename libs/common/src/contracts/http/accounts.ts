// Accounts, sessions and API keys.

import { z } from 'zod';
import { idOf, plainText } from '../shapes.js';
import { ROLES, SCOPES, defineRoute } from './define-route.js';

const email = z
  .email()
  .max(254)
  .transform((text) => text.toLowerCase());
const password = z.string().min(10, 'has fewer than 10 characters').max(200);
const ownRole = z.enum(['designer', 'customer', 'lab-operator']);

export const accountSchema = z.object({
  id: idOf('account'),
  email: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
});
export type AccountView = z.infer<typeof accountSchema>;

export const signUp = defineRoute({
  id: 'signUp',
  method: 'POST',
  path: '/api/accounts',
  summary: 'Make an account and sign in; stewards are appointed, not self-made.',
  access: 'anyone',
  body: z.object({ email, password, name: plainText(120), roles: z.array(ownRole).min(1).max(3) }),
  status: 201,
  answer: accountSchema,
});

export const signIn = defineRoute({
  id: 'signIn',
  method: 'POST',
  path: '/api/sessions',
  summary: 'Sign in; the session is a cookie.',
  access: 'anyone',
  body: z.object({ email, password: z.string().max(200) }),
  status: 201,
  answer: accountSchema,
});

export const signOut = defineRoute({
  id: 'signOut',
  method: 'DELETE',
  path: '/api/sessions/current',
  summary: 'Sign out.',
  access: 'anyone',
  status: 204,
  answer: 'nothing',
});

export const readMe = defineRoute({
  id: 'readMe',
  method: 'GET',
  path: '/api/me',
  summary: 'Who am I?',
  access: 'member',
  status: 200,
  answer: accountSchema,
});

export const apiKeySchema = z.object({
  id: idOf('apiKey'),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  createdAt: z.string(),
  lastUsedAt: z.string().optional(),
});

export const makeApiKey = defineRoute({
  id: 'makeApiKey',
  method: 'POST',
  path: '/api/me/keys',
  summary: 'Make an API key; its secret is shown once.',
  access: 'member',
  body: z.object({ name: plainText(80), scopes: z.array(z.enum(SCOPES)).min(1) }),
  status: 201,
  answer: apiKeySchema.extend({ secret: z.string() }),
});

export const listApiKeys = defineRoute({
  id: 'listApiKeys',
  method: 'GET',
  path: '/api/me/keys',
  summary: 'My API keys.',
  access: 'member',
  status: 200,
  answer: z.object({ keys: z.array(apiKeySchema) }),
});

export const revokeApiKey = defineRoute({
  id: 'revokeApiKey',
  method: 'DELETE',
  path: '/api/me/keys/:keyId',
  summary: 'Revoke an API key at once.',
  access: 'member',
  params: z.object({ keyId: idOf('apiKey') }),
  status: 204,
  answer: 'nothing',
});

export const appoint = defineRoute({
  id: 'appoint',
  method: 'PUT',
  path: '/api/accounts/:accountId/roles',
  summary: 'Set the roles of an account; the only way to become a steward.',
  access: ['steward'],
  scope: 'network:steward',
  params: z.object({ accountId: idOf('account') }),
  body: z.object({ roles: z.array(z.enum(ROLES)).min(1) }),
  status: 200,
  answer: accountSchema,
});
