-- While a restore runs there is a row here, committed before the first of its rows and removed with the last: what was cut
-- off in between is not taken for an installation.
create table kernel_restores (
  singleton boolean primary key default true check (singleton),
  file text not null,
  began_at timestamptz not null default now()
);
