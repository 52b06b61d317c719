import { ScanCommand } from "@aws-sdk/lib-dynamodb"
import { type CatalogReader, type ImageRecord, RECORD, recordKey } from "@darkroom/catalog-model"

/** A place among the catalog's photos. */
export interface PhotoPlace {
  readonly imageId: string
  readonly owner: string
  readonly uploadedAt: string
}

export interface PhotoPagesOptions {
  /** Only this owner's, newest upload first; else everybody's, in an order that stays the same from run to run. */
  readonly owner?: string
  /** Not itself among them. */
  readonly after?: PhotoPlace
}

/** Records of photos and tombstones, a page (1 MB at the most) at a time. */
export type PhotoPages = (options?: PhotoPagesOptions) => AsyncGenerator<readonly ImageRecord[]>

interface Documents {
  send(command: ScanCommand): Promise<{ Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined }>
}

type Item = Record<string, unknown>

export function photoPages(
  documents: Documents,
  table: string,
  catalog: Pick<CatalogReader, "pageOfOwner">,
): PhotoPages {
  return ({ owner, after } = {}) =>
    owner === undefined ? everybodys(documents, table, after) : ofOwner(catalog, owner, after)
}

async function* ofOwner(catalog: Pick<CatalogReader, "pageOfOwner">, owner: string, after: PhotoPlace | undefined) {
  let place: Pick<PhotoPlace, "imageId" | "uploadedAt"> | undefined = after
  do {
    const { found, next } = await catalog.pageOfOwner(owner, { after: place })
    yield found
    place = next
  } while (place)
}

/** The index has nothing but records in it, where the table has every label and event as well. */
async function* everybodys(documents: Documents, TableName: string, after: PhotoPlace | undefined) {
  let start: Item | undefined = after && {
    ...recordKey(after.imageId),
    owner: after.owner,
    uploadedAt: after.uploadedAt,
  }
  do {
    const scan = new ScanCommand({ TableName, IndexName: "byOwner", ...(start ? { ExclusiveStartKey: start } : {}) })
    const { Items = [], LastEvaluatedKey } = await documents.send(scan)
    yield Items.filter(({ sk }) => sk === RECORD) as unknown as ImageRecord[]
    start = LastEvaluatedKey
  } while (start)
}
