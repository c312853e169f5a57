import { z } from 'zod';
import { instantText } from '#kernel';
import { instant, revision, slug, text, title } from './fields.ts';
import { type Offering, offeringFields, presentOffering } from './offering.ts';
import { type TaxCategory, taxCategoryField } from './tax-category.ts';
import { type Traffic, trafficChangeSchema, trafficSchema } from './traffic.ts';
import { type SealedCredential, shownCredentialSchema } from './upstream-credential.ts';
import { type ProofKey, presentProof, proofSchema } from './upstream-proof.ts';
import { type UpstreamSettings, upstreamSettingsSchema } from './upstream-settings.ts';
import { presentTls, type StoredTls, shownTlsSchema } from './upstream-tls.ts';

export const PRODUCT_STATES = ['draft', 'pending_review', 'published', 'unpublished', 'suspended'] as const;
export type ProductState = (typeof PRODUCT_STATES)[number];

/** What a provider sells. */
export interface Product extends Offering {
  readonly id: string;
  /** The provider. */
  readonly organizationId: string;
  readonly slug: string;
  readonly name: string;
  readonly summary: string;
  /** Markdown. */
  readonly description: string;
  readonly category: string | null;
  readonly taxCategory: TaxCategory;
  readonly state: ProductState;
  /** Normal form, without a slash at its end; judged by `checkUpstreamUrl` when it was set. */
  readonly upstreamUrl: string;
  /** Its further targets' URLs were judged and normalized like `upstreamUrl`. */
  readonly upstream: UpstreamSettings;
  readonly upstreamProof: readonly ProofKey[];
  /** Their secrets, sealed together; null when there is none. */
  readonly upstreamProofSealed: string | null;
  /** Null where public authorities are trusted and we come without a certificate. */
  readonly upstreamTls: StoredTls | null;
  /** The key of its certificate, sealed; null where it has none. */
  readonly upstreamTlsKeySealed: string | null;
  readonly upstreamCredential: SealedCredential | null;
  /** What an exhausted quota answers. */
  readonly quotaDenialStatus: 403 | 429;
  readonly traffic: Traffic;
  readonly revision: number;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
  /** Why the operator refused or suspended it. */
  readonly stateReason: string | null;
  /** Suspended with its calls: not even subscribers reach it. */
  readonly blocksCalls: boolean;
  /** The first publication; null while it was never on offer. */
  readonly publishedAt: Temporal.Instant | null;
}

const quotaDenialStatus = z.union([z.literal(429), z.literal(403)]);

const productFields = {
  slug,
  name: title,
  summary: text(300),
  description: text(100_000).describe('Markdown'),
  category: slug.nullable(),
  tax_category: taxCategoryField,
  upstream_url: z.string().min(1).max(2048),
  upstream: upstreamSettingsSchema.describe('Replaced whole; what is left out has its default'),
  quota_denial_status: quotaDenialStatus.describe('What an exhausted quota answers'),
  traffic: trafficChangeSchema.describe('How callers are treated; what is left out stays as it is'),
  ...offeringFields,
};

export const newProductSchema = z.strictObject({
  ...productFields,
  summary: productFields.summary.default(''),
  description: productFields.description.default(''),
  category: productFields.category.default(null),
  tax_category: taxCategoryField.default('digital'),
  upstream: productFields.upstream.prefault({}),
  quota_denial_status: productFields.quota_denial_status.default(429),
  traffic: productFields.traffic.default({}),
  visibility: offeringFields.visibility.default('public'),
  access_requests: offeringFields.access_requests.default(false),
  tags: offeringFields.tags.default([]),
});
export type NewProduct = z.output<typeof newProductSchema>;

export const productChangeSchema = z.strictObject({ ...productFields, revision }).partial();
export type ProductChange = z.output<typeof productChangeSchema>;

export const productSchema = z.object({
  id: z.string(),
  organization_id: z.string(),
  slug: z.string(),
  name: z.string(),
  summary: z.string(),
  description: z.string(),
  category: z.string().nullable(),
  tax_category: taxCategoryField,
  state: z.enum(PRODUCT_STATES),
  state_reason: z.string().nullable().describe('Why the operator refused or suspended it'),
  ...offeringFields,
  tags: z.array(z.string()),
  logo_url: z.string().nullable(),
  upstream_url: z.string(),
  upstream: upstreamSettingsSchema,
  upstream_proof: proofSchema,
  upstream_tls: shownTlsSchema.nullable(),
  upstream_credential: shownCredentialSchema,
  quota_denial_status: quotaDenialStatus,
  traffic: trafficSchema,
  revision: z.int(),
  created_at: instant,
  updated_at: instant,
  published_at: instant.nullable(),
});

/** As its provider sees it: consumers never learn the upstream. */
export function presentProduct(product: Product): z.input<typeof productSchema> {
  return {
    id: product.id,
    organization_id: product.organizationId,
    slug: product.slug,
    name: product.name,
    summary: product.summary,
    description: product.description,
    category: product.category,
    tax_category: product.taxCategory,
    state: product.state,
    state_reason: product.stateReason,
    ...presentOffering(product),
    upstream_url: product.upstreamUrl,
    upstream: product.upstream,
    upstream_proof: presentProof(product.upstreamProof),
    upstream_tls: product.upstreamTls && presentTls(product.upstreamTls),
    upstream_credential: product.upstreamCredential && { name: product.upstreamCredential.name },
    quota_denial_status: product.quotaDenialStatus,
    traffic: product.traffic,
    revision: product.revision,
    created_at: instantText(product.createdAt),
    updated_at: instantText(product.updatedAt),
    published_at: product.publishedAt && instantText(product.publishedAt),
  };
}
