// Rows of the catalogue: designs, their releases, parts and files, and what was uploaded.

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { z } from 'zod';
import type { partViewSchema, ReleaseView } from '#contracts/http/catalogue';
import type { AccountId, DesignId, PartId, ReleaseId, Sha256 } from '#core/kernel/ids';

export type PartView = z.infer<typeof partViewSchema>;

@Entity('uploaded_file')
export class UploadedFileRow {
  @PrimaryColumn('text')
  sha256!: Sha256;
  @Column('bigint')
  bytes!: string;
  @Column('timestamptz', { name: 'uploaded_at' })
  uploadedAt!: Date;
}

@Entity('design')
export class DesignRow {
  @PrimaryColumn('text')
  id!: DesignId;
  @Column('text')
  slug!: string;
  @Column('text', { name: 'owner_id' })
  ownerId!: AccountId;
  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

@Entity('release')
export class ReleaseRow {
  @PrimaryColumn('text')
  id!: ReleaseId;
  @Column('text', { name: 'design_id' })
  designId!: DesignId;
  @Column('text')
  version!: string;
  @Column('text')
  hash!: Sha256;
  @Column('text')
  title!: string;
  @Column('text')
  summary!: string;
  @Column('text')
  license!: string;
  @Column('jsonb', { name: 'license_terms' })
  licenseTerms!: ReleaseView['licenseTerms'];
  @Column('text')
  status!: ReleaseView['status'];
  @Column('timestamptz', { name: 'published_at' })
  publishedAt!: Date;
  @Column('text', { array: true })
  understood!: string[];
  /** Lower-case, without accents: what is searched. */
  @Column('text', { name: 'search_text' })
  searchText!: string;
}

@Entity('part')
export class PartRow {
  @PrimaryColumn('text')
  id!: PartId;
  @Column('text', { name: 'release_id' })
  releaseId!: ReleaseId;
  @Column('int')
  position!: number;
  @Column('text', { name: 'file_sha256' })
  fileSha256!: Sha256;
  @Column('jsonb')
  body!: PartView;
}

@Entity('release_file')
export class ReleaseFileRow {
  @PrimaryColumn('text', { name: 'release_id' })
  releaseId!: ReleaseId;
  @PrimaryColumn('text')
  path!: string;
  @Column('text')
  sha256!: Sha256;
  @Column('bigint')
  bytes!: string;
}
