// What is generated from the code and committed: `npm run openapi` writes it, tests/contract.test.ts holds it.
import { describeConfig, listProblems, openApiDocument, type ProblemKind } from '#kernel';
// Gateways answer problems on their own port: no route of the API names them, so their list is loaded by itself.
import '../src/gateway/problems.ts';
import { describedRoutes } from '../src/routes.ts';
import { VERSION } from '../src/version.ts';
import { portalTypes } from './portal-types.ts';

/** Every generated file by its path, with its text. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const document = openApiDocument(describedRoutes(), VERSION);
  return {
    'openapi.json': `${JSON.stringify(document, null, 1)}\n`,
    'portal/api/schema.d.ts': await portalTypes(document),
    'docs/problems.md': problemsPage(listProblems()),
    '.env.example': describeConfig(),
  };
}

function problemsPage(problems: (ProblemKind & { room: string })[]): string {
  const rows = problems.map(
    (one) => `| \`${one.type.split('/').at(-1)}\` | ${one.status} | ${one.title} | ${one.room} |`,
  );
  return `# Problems

Errors are \`application/problem+json\` (RFC 9457): \`type\`, \`title\`, \`status\`, \`detail\`, \`instance\`, \`request_id\`, and
\`errors\` with a JSON pointer for each wrong field. The \`type\` is \`https://turnpike.dev/problems/\` and the name below,
unless the name is that of a registered HTTP problem type.

| name | status | title | room |
|---|---|---|---|
${rows.join('\n')}
`;
}
