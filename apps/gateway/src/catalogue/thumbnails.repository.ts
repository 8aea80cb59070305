// Which picture belongs to which published file.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Sha256 } from '#core/kernel/ids';
import { DATA_SOURCE } from '#platform/database/data-source';

@Injectable()
export class ThumbnailsRepository {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  /** The picture of a part's file; undefined when none was drawn yet. */
  async find(fileSha256: Sha256): Promise<Sha256 | undefined> {
    const rows = (await this.source.query(
      `select p.facts->>'thumbnailSha256' as "sha256" from release_file f
       join part p on p.release_id = f.release_id and p.file_sha256 = f.sha256
       where f.sha256 = $1 and p.facts->>'thumbnailSha256' is not null limit 1`,
      [fileSha256],
    )) as { sha256: Sha256 }[];
    return rows[0]?.sha256;
  }

  /** Notes the picture with every part that is made of the file. */
  async note(fileSha256: Sha256, sha256: Sha256): Promise<void> {
    await this.source.query(
      `update part p set facts = p.facts || jsonb_build_object('thumbnailSha256', $2::text) from release_file f
       where f.sha256 = $1 and p.release_id = f.release_id and p.file_sha256 = f.sha256`,
      [fileSha256, sha256],
    );
  }
}
