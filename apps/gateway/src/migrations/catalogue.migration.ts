// Designs, releases with their parts and files, and what was uploaded. Words are searched whole (full text) and
// misspelt (trigrams).

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Catalogue1763700200000 implements MigrationInterface {
  readonly name = 'Catalogue1763700200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create extension if not exists pg_trgm');
    await runner.query(`
      create table uploaded_file (
        sha256 text primary key,
        bytes bigint not null,
        uploaded_at timestamptz not null
      );
      create table design (
        id text primary key,
        slug text not null unique,
        owner_id text not null references account (id),
        created_at timestamptz not null
      );
      create table release (
        id text primary key,
        design_id text not null references design (id),
        version text not null,
        hash text not null,
        title text not null,
        summary text not null,
        license text not null,
        license_terms jsonb not null,
        status text not null check (status in ('unreviewed', 'validated', 'flagged', 'withdrawn')),
        published_at timestamptz not null,
        understood text[] not null,
        search_text text not null,
        words tsvector generated always as (to_tsvector('simple', search_text)) stored,
        constraint release_version unique (design_id, version)
      );
      create index release_words on release using gin (words);
      create index release_trigrams on release using gin (search_text gin_trgm_ops);
      create index release_newest on release (published_at desc, id desc);
      create table part (
        id text primary key,
        release_id text not null references release (id),
        position int not null,
        file_sha256 text not null,
        body jsonb not null
      );
      create index part_release on part (release_id);
      create table release_file (
        release_id text not null references release (id),
        path text not null,
        sha256 text not null,
        bytes bigint not null,
        primary key (release_id, path)
      );
      create index release_file_sha256 on release_file (sha256);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table release_file, part, release, design, uploaded_file');
  }
}
