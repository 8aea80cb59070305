// Rows of the catalogue: designs, their releases, parts and files, and what was uploaded.

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PartView, ReleaseView } from '#contracts/http/releases';
import type { Part } from '#core/design/part';
import type { Orientations } from '#core/geometry/orientations';
import type { Point2 } from '#core/geometry/polygon';
import type { AccountId, DesignId, PartId, ReleaseId, Sha256 } from '#core/kernel/ids';

/** What a release is made of besides its own parts. */
export interface Bill extends Pick<ReleaseView, 'boughtIn' | 'tools' | 'steps'> {
  readonly nested: readonly { readonly hash: Sha256; readonly quantity: number }[];
}

/** What is measured of a part for costing and routing, and not shown. */
export interface PartFacts extends Pick<Part, 'profile'> {
  /** How it can lie, and how it is best printed. */
  readonly orientations?: Orientations;
  /** What it covers in the proposed orientation. */
  readonly footprintMm?: readonly Point2[];
  /** The picture of the part's file. */
  readonly thumbnailSha256?: Sha256;
}

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
  @Column('text', { name: 'forked_from', nullable: true })
  forkedFrom!: ReleaseId | null;
  /** Pieces that labs have made of it. */
  @Column('int')
  made!: number;
}

@Entity('design_maintainer')
export class DesignMaintainerRow {
  @PrimaryColumn('text', { name: 'design_id' })
  designId!: DesignId;
  @PrimaryColumn('text', { name: 'account_id' })
  accountId!: AccountId;
  @Column('timestamptz')
  since!: Date;
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
  @Column('jsonb')
  bill!: Bill;
  @Column('text', { array: true })
  credits!: string[];
  @Column('jsonb')
  lineage!: ReleaseView['lineage'];
  @Column('text', { nullable: true })
  changes!: string | null;
  @Column('text', { array: true })
  processes!: string[];
  @Column('text', { array: true })
  materials!: string[];
  @Column('float8', { name: 'largest_mm' })
  largestMm!: number;
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
  @Column('jsonb')
  facts!: PartFacts;
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
  @Column('text', { name: 'derived_from', nullable: true })
  derivedFrom!: Sha256 | null;
}

/** A file that a draft, a suggested change or a make needs: it is not swept. */
@Entity('held_file')
export class HeldFileRow {
  /** `drf_…`, `chg_…` or `mak_…`. */
  @PrimaryColumn('text', { name: 'holder_id' })
  holderId!: string;
  @PrimaryColumn('text')
  sha256!: Sha256;
}
