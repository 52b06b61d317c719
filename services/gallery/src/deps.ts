import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider"
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { LambdaClient } from "@aws-sdk/client-lambda"
import { S3Client } from "@aws-sdk/client-s3"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import { type CatalogReader, catalogReader } from "@darkroom/catalog-model"
import { claimsIn, lazy, linked, publisher } from "@darkroom/lambda"
import { type AlbumStore, albumStore } from "./albums/album-store.ts"
import { controlBy, noBackfills } from "./backfills/control.ts"
import { secondFactorIn } from "./backfills/second-factor.ts"
import { systemClock } from "./clock.ts"
import type { OwnDeps } from "./own-routes.ts"
import type { PhotoDeps } from "./photos/photo-deps.ts"
import { photoLookup } from "./photos/photo-lookup.ts"
import { type Resend, resender } from "./photos/resend.ts"
import { limitsFrom } from "./quota/limits.ts"
import { quotaStore } from "./quota/quota.ts"
import { type Settle, settlement } from "./quota/settlement.ts"
import { formSigner } from "./uploads/upload-form.ts"
import { photoUrls, saveUrl } from "./urls.ts"

export interface SettleDeps {
  readonly settle: Settle
  readonly albums: Pick<AlbumStore, "forget">
}

const documents = lazy(() =>
  DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } }),
)

export const settleDeps = lazy((): SettleDeps => {
  const table = linked("AlbumMetadata").name
  return { settle: settlement(documents(), table), albums: albumStore(documents(), table) }
})

export interface ResendDeps {
  readonly catalog: Pick<CatalogReader, "record" | "entry" | "failedMessage">
  readonly resend: Resend
}

export const resendDeps = lazy((): ResendDeps => ({
  catalog: catalogReader(documents(), linked("ImageMetadata").name),
  resend: resender({ client: new EventBridgeClient({}), busName: linked("Events").name }),
}))

export const galleryDeps = lazy((): OwnDeps & PhotoDeps => {
  const [table, bucket, clock] = [linked("AlbumMetadata").name, linked("Photos").name, systemClock]
  const stores = {
    albums: albumStore(documents(), table),
    quota: quotaStore(documents(), table, {
      limits: limitsFrom(process.env),
      arrivals: { tableName: linked("Uploads").name, bucket },
    }),
    catalog: catalogReader(documents(), linked("ImageMetadata").name),
  }
  // A browser gets no further with a URL that promises checksums.
  const s3 = new S3Client({ requestChecksumCalculation: "WHEN_REQUIRED", responseChecksumValidation: "WHEN_REQUIRED" })
  const urls = photoUrls({ s3, bucket, clock })
  const { summariesOf: photoReader, findByChecksum } = photoLookup({ ...stores, urls, clock })
  const control = controlFrom(process.env)
  const reportUrl = (report: { bucket: string; key: string }) => saveUrl({ s3, clock, ...report }, "report.csv")
  return {
    ...stores,
    ...bus(s3),
    control,
    hasSecondFactor: secondFactorIn(new CognitoIdentityProviderClient({}), linked("Users").id),
    reportUrl,
    urls,
    clock,
    photoReader,
    findByChecksum,
    signForm: formSigner(s3, bucket),
  }
})

/** By the function that the environment names. */
function controlFrom({ DARKROOM_BACKFILL_CONTROL: name }: NodeJS.ProcessEnv) {
  return name ? controlBy(new LambdaClient({}), name) : noBackfills
}

function bus(s3: S3Client): Pick<PhotoDeps, "publish"> {
  const to = { client: new EventBridgeClient({}), busName: linked("Events").name }
  return { publish: publisher({ ...to, storeClaim: claimsIn(linked("Output").name, s3).store }) }
}
