import { findOrganizations } from '#identity';
import { type Db, invalid, newId, Problem } from '#kernel';
import { checkRevision, type Editor, lockProduct, recordEdit } from './editor.ts';
import { catalogProblems } from './problems.ts';
import type { NewProduct, Product, ProductChange } from './product.ts';
import { hasCategory } from './store-offering.ts';
import { publishedVersionsOf } from './store-plans.ts';
import { deleteProduct, insertProduct, updateProduct } from './store-products.ts';
import { changeTraffic, DEFAULT_TRAFFIC } from './traffic.ts';
import type { UpstreamSettings } from './upstream-settings.ts';
import { checkUpstreamUrl, type UpstreamPolicy } from './upstream-url.ts';

/**
 * The addresses that a request names, the product's and its further targets', in their normal form; 422 where
 * one may not be an upstream, with a pointer below `at`. It may ask the name service, so call it before a transaction begins.
 */
export async function acceptUpstreams<
  T extends { upstream_url?: string | undefined; upstream?: UpstreamSettings | undefined },
>(policy: UpstreamPolicy, fields: T, at = ''): Promise<T> {
  const { upstream_url: url, upstream } = fields;
  const primary =
    url === undefined ? {} : { upstream_url: await acceptAt(policy, url, `${at}/upstream_url`) };
  if (upstream === undefined) return { ...fields, ...primary };
  const targets: UpstreamSettings['targets'] = [];
  for (const [index, target] of upstream.targets.entries()) {
    const pointer = `${at}/upstream/targets/${index}/url`;
    const accepted = await acceptAt(policy, target.url, pointer);
    if (targets.some((one) => one.url === accepted)) throw invalid([{ pointer, detail: 'is listed twice' }]);
    targets.push({ ...target, url: accepted });
  }
  return { ...fields, ...primary, upstream: { ...upstream, targets } };
}

async function acceptAt(policy: UpstreamPolicy, url: string, pointer: string): Promise<string> {
  const verdict = await checkUpstreamUrl(policy, url);
  if (verdict.ok) return verdict.url;
  throw invalid([{ pointer, detail: verdict.reason }]);
}

/** Makes a draft product. Its addresses were accepted by `acceptUpstreams`. */
export async function createProduct(tx: Db, fields: NewProduct, editor: Editor): Promise<Product> {
  checkProof(fields.upstream, []);
  const organization = (await findOrganizations(tx, [editor.organizationId])).get(editor.organizationId);
  if (!organization?.provider) throw new Problem(catalogProblems.notAProvider);
  await checkCategory(tx, fields.category);
  const product: Product = {
    id: newId('prd'),
    organizationId: editor.organizationId,
    slug: fields.slug,
    name: fields.name,
    summary: fields.summary,
    description: fields.description,
    category: fields.category,
    taxCategory: fields.tax_category,
    state: 'draft',
    upstreamUrl: fields.upstream_url,
    upstream: fields.upstream,
    upstreamProof: [],
    upstreamProofSealed: null,
    upstreamTls: null,
    upstreamTlsKeySealed: null,
    upstreamCredential: null,
    quotaDenialStatus: fields.quota_denial_status,
    traffic: changeTraffic(DEFAULT_TRAFFIC, fields.traffic),
    visibility: fields.visibility,
    accessRequests: fields.access_requests,
    tags: fields.tags,
    logoDigest: null,
    stateReason: null,
    blocksCalls: false,
    revision: 1,
    createdAt: editor.at,
    updatedAt: editor.at,
    publishedAt: null,
  };
  if (!(await insertProduct(tx, product))) throw slugTaken(product.slug);
  await recordEdit(tx, editor, { productId: product.id, action: 'product.created', object: product.id });
  return product;
}

/** Changes the fields that are given. Addresses among them were accepted by `acceptUpstreams`. */
export async function changeProduct(
  tx: Db,
  id: string,
  change: ProductChange,
  editor: Editor,
): Promise<Product> {
  const before = await lockProduct(tx, editor, id);
  checkRevision(before, change.revision);
  if (change.category !== before.category) await checkCategory(tx, change.category);
  const slug = change.slug ?? before.slug;
  if (slug !== before.slug && before.publishedAt !== null) {
    throw new Problem(catalogProblems.productSlugFixed, {
      errors: [{ pointer: '/slug', detail: 'cannot change any more' }],
    });
  }
  const after: Product = {
    ...before,
    slug,
    name: change.name ?? before.name,
    summary: change.summary ?? before.summary,
    description: change.description ?? before.description,
    category: change.category === undefined ? before.category : change.category,
    taxCategory: change.tax_category ?? before.taxCategory,
    upstreamUrl: change.upstream_url ?? before.upstreamUrl,
    upstream: change.upstream ?? before.upstream,
    quotaDenialStatus: change.quota_denial_status ?? before.quotaDenialStatus,
    traffic: changeTraffic(before.traffic, change.traffic),
    visibility: change.visibility ?? before.visibility,
    accessRequests: change.access_requests ?? before.accessRequests,
    tags: change.tags ?? before.tags,
    revision: before.revision + 1,
    updatedAt: editor.at,
  };
  checkProof(after.upstream, after.upstreamProof);
  if (!(await updateProduct(tx, after))) throw slugTaken(after.slug);
  const { revision: _, ...changed } = change;
  const detail = { fields: Object.keys(changed) };
  await recordEdit(tx, editor, { productId: id, action: 'product.changed', object: id, detail });
  return after;
}

/**
 * Deletes a product that was never on offer, nor any of its plans. What was sold once stays, because
 * invoices name it.
 */
export async function removeProduct(tx: Db, id: string, editor: Editor): Promise<void> {
  const product = await lockProduct(tx, editor, id);
  if (product.publishedAt !== null || (await publishedVersionsOf(tx, [id])).length > 0) {
    throw new Problem(catalogProblems.productInUse);
  }
  await deleteProduct(tx, id);
  await recordEdit(tx, editor, {
    productId: id,
    action: 'product.deleted',
    object: id,
    detail: { slug: product.slug },
  });
}

/** Nothing can be proven by a secret that nobody has made. */
function checkProof(upstream: UpstreamSettings, keys: Product['upstreamProof']): void {
  if (upstream.proof === 'none' || keys.length > 0) return;
  throw new Problem(catalogProblems.upstreamProofMissing, {
    errors: [{ pointer: '/upstream/proof', detail: 'needs a secret' }],
  });
}

/** A category is one of the operator's. */
async function checkCategory(tx: Db, category: string | null | undefined): Promise<void> {
  if (category === null || category === undefined || (await hasCategory(tx, category))) return;
  throw invalid([{ pointer: '/category', detail: 'is not one of the categories of this installation' }]);
}

function slugTaken(slug: string): Problem {
  return new Problem(catalogProblems.productSlugTaken, {
    detail: `You already have a product with the slug ${slug}.`,
    errors: [{ pointer: '/slug', detail: 'is taken' }],
  });
}
