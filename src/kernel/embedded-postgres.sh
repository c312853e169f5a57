# Runs a PostgreSQL that ends with us: $1 is a folder to remove afterwards (or empty), the rest its command.
# Standard input is a pipe from our process. It closes when that ends, even by SIGKILL, and the server is
# then stopped (SIGINT: at once, but cleanly). When the server ends by itself, so does this.
remove=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
trap 'kill -INT $server' INT TERM
(
  trap - INT TERM
  while read -r _; do :; done
  kill -INT $server
) <&3 3<&- 2>/dev/null &
watcher=$!
trap 'kill -QUIT $server' QUIT
exec 3<&-
status=0
# A trap interrupts `wait`; the server is gone once it can no longer be signalled.
while kill -0 $server 2>/dev/null; do
  wait $server
  status=$?
done
kill $watcher 2>/dev/null
if [ -n "$remove" ]; then cd / && rm -rf -- "$remove"; fi
exit $status
