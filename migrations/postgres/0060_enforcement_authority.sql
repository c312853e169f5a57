-- Which gateway node holds the quotas of these stores. One row per scope: with a single node the whole of every quota is
-- its own, so that admission counts in memory; a second node has to be refused rather than give everything away twice.
-- An epoch is one holding; a node that has lost it learns so at its next renewal. There is no expiry on purpose: a node
-- that lost the database goes on admitting, and the clock alone must not hand its quotas to another one.
create table enforcement_authority (
  scope text primary key,
  node_id text not null check (node_id <> ''),
  epoch bigint not null check (epoch > 0),
  taken_at timestamptz not null,
  renewed_at timestamptz not null,
  released boolean not null default false
);
