type Json = Record<string, unknown>;

interface Operation {
  summary: string;
  tags: string[];
  'x-access': string;
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { description: string }>;
}

/** The OpenAPI document as one plain page for people: no script, nothing loaded from elsewhere. */
export function openApiPage(document: Json): string {
  const byTag = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(document.paths as Record<string, Record<string, Operation>>)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0] ?? 'other';
      byTag.set(tag, [...(byTag.get(tag) ?? []), section(method, path, operation)]);
    }
  }
  const sections = [...byTag]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([tag, list]) => `<h2>${escapeHtml(tag)}</h2>${list.join('')}`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Turnpike API</title><style>
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:2rem auto;padding:0 1rem}
code{font-family:ui-monospace,monospace}details{border-top:1px solid #8884;padding:.5rem 0}summary{cursor:pointer}
b{display:inline-block;min-width:4.5rem}pre{overflow:auto;background:#8881;padding:.75rem;border-radius:.5rem}
</style></head><body><h1>Turnpike API</h1>
<p>The machine-readable form is <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>${sections.join('')}</body></html>`;
}

function section(method: string, path: string, operation: Operation): string {
  const parameters = operation.parameters.map(
    (one) => `<li><code>${escapeHtml(one.name)}</code> in ${one.in}${one.required ? ', required' : ''}</li>`,
  );
  const answers = Object.entries(operation.responses).map(
    ([status, one]) => `<li>${status}: ${escapeHtml(one.description)}</li>`,
  );
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body = schema ? `<p>Body</p><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre>` : '';
  return `<details><summary><b>${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code> ${escapeHtml(operation.summary)}</summary>
<p>Access: ${escapeHtml(operation['x-access'])}</p>${parameters.length > 0 ? `<ul>${parameters.join('')}</ul>` : ''}${body}<ul>${answers.join('')}</ul></details>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
