-- What organizations want on their invoices and the documents that follow from them. A change is a new row and nothing is
-- edited: an issued document is written again with what counted when it was issued.
create table billing_document_settings (
  organization_id text not null,
  since_at timestamptz not null,
  settings jsonb not null,
  primary key (organization_id, since_at)
);

-- Pictures at the head of documents, by what they are. Kept for the documents that bear them.
create table billing_document_logos (
  organization_id text not null,
  digest text not null,
  content_type text not null check (content_type in ('image/png', 'image/jpeg')),
  bytes bytea not null check (octet_length(bytes) <= 262144),
  created_at timestamptz not null,
  primary key (organization_id, digest)
);
