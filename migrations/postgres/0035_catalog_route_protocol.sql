-- What a route speaks beyond plain HTTP. Kept on the route, because the gateway must know it before it calls anybody:
-- an upgrade that was not meant to be one would be a tunnel around everything that is checked per call.

alter table catalog_routes
  add column protocol text not null default 'http' check (protocol in ('http', 'websocket', 'grpc'));
