// Accounts, sessions and API keys over HTTP.

import { Controller, Inject } from '@nestjs/common';
import * as routes from '#contracts/http/accounts';
import { ok } from '#core/kernel/result';
import { Input, type RouteInput } from '#platform/http/route-input';
import { Route } from '#platform/http/route';
import { AppointSteward } from './appoint-steward.js';
import { ManageKeys } from './manage-keys.js';
import { OpenSession } from './open-session.js';
import { SignIn } from './sign-in.js';
import { SignUp } from './sign-up.js';

@Controller()
export class AccountsController {
  @Inject(SignUp) private readonly signUpCase!: SignUp;
  @Inject(SignIn) private readonly signInCase!: SignIn;
  @Inject(OpenSession) private readonly session!: OpenSession;
  @Inject(ManageKeys) private readonly keys!: ManageKeys;
  @Inject(AppointSteward) private readonly appointment!: AppointSteward;

  @Route(routes.signUp)
  async signUp(@Input() { body, reply }: RouteInput<typeof routes.signUp>) {
    const made = await this.signUpCase.handle(body);
    if (made.ok) await this.session.handle(made.value.id, reply);
    return made;
  }

  @Route(routes.signIn)
  async signIn(@Input() { body, reply }: RouteInput<typeof routes.signIn>) {
    const found = await this.signInCase.handle(body);
    if (found.ok) await this.session.handle(found.value.id, reply);
    return found;
  }

  @Route(routes.signOut)
  async signOut(@Input() { request, reply }: RouteInput<typeof routes.signOut>) {
    await this.session.end(request, reply);
    return ok(undefined);
  }

  @Route(routes.readMe)
  readMe(@Input() { account }: RouteInput<typeof routes.readMe>) {
    return ok({ id: account.accountId, email: account.email, name: account.name, roles: [...account.roles] });
  }

  @Route(routes.makeApiKey)
  makeApiKey(@Input() { account, body }: RouteInput<typeof routes.makeApiKey>) {
    return this.keys.make(account.accountId, body);
  }

  @Route(routes.listApiKeys)
  listApiKeys(@Input() { account }: RouteInput<typeof routes.listApiKeys>) {
    return this.keys.list(account.accountId);
  }

  @Route(routes.revokeApiKey)
  revokeApiKey(@Input() { account, params }: RouteInput<typeof routes.revokeApiKey>) {
    return this.keys.revoke(account.accountId, params.keyId);
  }

  @Route(routes.appoint)
  appoint(@Input() { params, body }: RouteInput<typeof routes.appoint>) {
    return this.appointment.handle(params.accountId, body.roles);
  }
}
