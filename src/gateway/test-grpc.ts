/** For tests: a service of gRPC with all four kinds of methods, and clients for it. Messages are plain texts. */
import {
  Client,
  credentials,
  Metadata,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';

const serialize = (text: string) => Buffer.from(text);
const deserialize = (bytes: Buffer) => bytes.toString();

function method(
  name: string,
  requestStream: boolean,
  responseStream: boolean,
): MethodDefinition<string, string> {
  return {
    path: `/test.Echo/${name}`,
    requestStream,
    responseStream,
    requestSerialize: serialize,
    requestDeserialize: deserialize,
    responseSerialize: serialize,
    responseDeserialize: deserialize,
  };
}

export interface GrpcUpstream {
  readonly port: number;
  /** What calls came with, newest last. */
  readonly metadata: Metadata[];
  readonly cancelled: string[];
  stop(): void;
}

export async function startGrpcUpstream(): Promise<GrpcUpstream> {
  const metadata: Metadata[] = [];
  const cancelled: string[] = [];
  const server = new Server();
  const service = {
    unary: method('Unary', false, false),
    collect: method('Collect', true, false),
    spread: method('Spread', false, true),
    chat: method('Chat', true, true),
  };
  server.addService(service, {
    unary(call: ServerUnaryCall<string, string>, reply: sendUnaryData<string>) {
      metadata.push(call.metadata);
      if (call.request === 'fail') reply({ code: 5, details: 'no such thing' });
      else if (call.request === 'hang') call.on('cancelled', () => cancelled.push('unary'));
      else {
        const trailers = new Metadata();
        trailers.set('x-total', '7');
        reply(null, `echo:${call.request}`, trailers);
      }
    },
    collect(call: ServerReadableStream<string, string>, reply: sendUnaryData<string>) {
      const parts: string[] = [];
      call.on('data', (part: string) => parts.push(part));
      call.on('end', () => reply(null, parts.join('+')));
      call.on('cancelled', () => cancelled.push('collect'));
    },
    spread(call: ServerWritableStream<string, string>) {
      call.on('cancelled', () => cancelled.push('spread'));
      for (let i = 1; i <= 3; i += 1) call.write(`${call.request}${i}`);
      if (call.request !== 'endless') call.end();
    },
    chat(call: ServerDuplexStream<string, string>) {
      call.on('data', (text: string) => call.write(`re:${text}`));
      call.on('end', () => call.end());
      call.on('cancelled', () => cancelled.push('chat'));
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, metadata, cancelled, stop: () => server.forceShutdown() };
}

/** A client that trusts this certificate for api.test and calls below the product's address. */
export function grpcClient(port: number, certificate: string) {
  const client = new Client(`127.0.0.1:${port}`, credentials.createSsl(Buffer.from(certificate)), {
    'grpc.ssl_target_name_override': 'api.test',
    'grpc.default_authority': 'api.test',
  });
  return { client, serialize, deserialize, path: (name: string) => `/acme/items/test.Echo/${name}` };
}

export function withKey(key: string, more: Record<string, string> = {}): Metadata {
  const metadata = new Metadata();
  metadata.set('x-api-key', key);
  for (const [name, value] of Object.entries(more)) metadata.set(name, value);
  return metadata;
}
