import { type AddressInfo, createServer } from 'node:net';

const body = JSON.stringify({
  city: 'Lisbon',
  sky: 'clear',
  temperature_celsius: 21.5,
  humidity_percent: 60,
});
const response = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
);
const END = Buffer.from('\r\n\r\n');

// Requests without a body, one at a time per connection: whatever ends with an empty line is one.
const server = createServer({ noDelay: true }, (socket) => {
  let rest: Buffer | null = null;
  socket.on('data', (chunk: Buffer) => {
    const seen = rest === null ? chunk : Buffer.concat([rest, chunk]);
    const isWhole = seen.length >= 4 && seen.subarray(-4).equals(END);
    rest = isWhole ? null : seen;
    if (isWhole) socket.write(response);
  });
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
