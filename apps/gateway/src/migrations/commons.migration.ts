// The catalogue as a commons: maintainers, drafts, suggested changes, reviews, makes and conversations; and what a search
// narrows by, kept beside each release.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Commons1763700600000 implements MigrationInterface {
  readonly name = 'Commons1763700600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table design add column forked_from text references release (id), add column made int not null default 0;
      create index design_forked_from on design (forked_from);
      create table design_maintainer (
        design_id text not null references design (id),
        account_id text not null references account (id),
        since timestamptz not null,
        primary key (design_id, account_id)
      );
      insert into design_maintainer select id, owner_id, created_at from design;

      alter table release
        add column bill jsonb not null default '{"boughtIn": [], "tools": [], "steps": [], "nested": []}',
        add column credits text[] not null default '{}',
        add column lineage jsonb not null default '[]',
        add column changes text,
        add column processes text[] not null default '{}',
        add column materials text[] not null default '{}',
        add column largest_mm float8 not null default 0;
      update release r set
        processes = (select coalesce(array_agg(distinct body->>'process'), '{}') from part where release_id = r.id),
        materials = (select coalesce(array_agg(distinct m), '{}')
          from part, jsonb_array_elements_text(body->'materials') m where release_id = r.id),
        largest_mm = (select coalesce(max(greatest((body#>>'{boxMm,x}')::float8, (body#>>'{boxMm,y}')::float8,
          (body#>>'{boxMm,z}')::float8)), 0) from part where release_id = r.id);
      create index release_hash on release (hash);
      alter table part add column facts jsonb not null default '{}';
      alter table release_file add column derived_from text;

      create index order_fact_job on order_fact ((data ->> 'jobId')) where type = 'job.created';

      create table held_file (
        holder_id text not null,
        sha256 text not null,
        primary key (holder_id, sha256)
      );
      create index held_file_sha256 on held_file (sha256);
      create table picture (
        sha256 text primary key,
        media_type text not null
      );
      create table draft (
        id text primary key,
        owner_id text not null references account (id),
        revision int not null,
        title text not null,
        contents jsonb not null,
        findings jsonb not null,
        proposals jsonb not null,
        based_on text references release (id),
        created_at timestamptz not null,
        changed_at timestamptz not null
      );
      create index draft_owner on draft (owner_id, changed_at desc);
      create table suggested_change (
        id text primary key,
        design_id text not null references design (id),
        based_on text not null references release (id),
        author_id text not null references account (id),
        message text not null,
        state text not null check (state in ('open', 'accepted', 'refused', 'taken-back')),
        contents jsonb not null,
        diff jsonb not null,
        suggested_at timestamptz not null,
        decided_by text references account (id),
        decided_at timestamptz,
        reason text,
        release_id text references release (id)
      );
      create index suggested_change_design on suggested_change (design_id, suggested_at desc);

      create table review (
        id text primary key,
        release_id text not null references release (id),
        account_id text not null references account (id),
        verdict text not null check (verdict in ('validated', 'flagged')),
        note text not null,
        trusted boolean not null,
        given_at timestamptz not null
      );
      create index review_release on review (release_id);
      create table make (
        id text primary key,
        design_id text not null references design (id),
        release_id text not null references release (id),
        job_id text not null,
        lab_id text,
        lab_name text,
        account_id text references account (id),
        settings jsonb not null,
        outcome text not null check (outcome in ('good', 'usable', 'failed')),
        pieces int not null,
        note text,
        photo_sha256 text,
        reported_at timestamptz not null,
        constraint make_once unique nulls not distinct (job_id, release_id, account_id)
      );
      create index make_design on make (design_id, reported_at desc, id desc);

      create table thread (
        id text primary key,
        design_id text not null references design (id),
        subject text not null,
        state text not null check (state in ('open', 'closed')),
        opened_by text not null references account (id),
        answered_at timestamptz not null
      );
      create index thread_design on thread (design_id, answered_at desc, id desc);
      create table post (
        id text primary key,
        thread_id text not null references thread (id),
        account_id text not null references account (id),
        text text not null,
        posted_at timestamptz not null,
        removed_by text references account (id)
      );
      create index post_thread on post (thread_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index order_fact_job;
      drop table post, thread, make, review, suggested_change, draft, picture, held_file, design_maintainer;
      alter table release_file drop column derived_from;
      alter table part drop column facts;
      alter table release drop column bill, drop column credits, drop column lineage, drop column changes,
        drop column processes, drop column materials, drop column largest_mm;
      drop index release_hash;
      alter table design drop column forked_from, drop column made;
    `);
  }
}
