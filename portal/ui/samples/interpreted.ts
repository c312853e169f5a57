import { indented, jsonText, quoted, shellQuoted, singleQuoted } from './quoting.ts';
import type { SampleCall } from './request.ts';

export function curl({ method, url, headers, body }: SampleCall): string {
  const verb = method === 'GET' ? [] : method === 'HEAD' ? ['--head'] : [`--request ${method}`];
  return [
    ['curl', ...verb, shellQuoted(url)].join(' '),
    ...headers.map(([name, value]) => `  --header ${shellQuoted(`${name}: ${value}`)}`),
    // Not --data: that reads a file where the text begins with @.
    ...(body === null ? [] : [`  --data-raw ${shellQuoted(body)}`]),
  ].join(' \\\n');
}

export function python({ method, url, headers, body }: SampleCall): string {
  const json = body === null ? null : jsonText(body);
  // `json=` sets the content type itself.
  const shown = json === null ? headers : withoutContentType(headers);
  const fields = [
    `    ${quoted(url)},`,
    `    headers={`,
    ...shown.map(([name, value]) => `        ${quoted(name)}: ${quoted(value)},`),
    `    },`,
  ];
  if (json !== null) fields.push(`    json=${indented(pythonLiteral(json), '    ')},`);
  else if (body !== null) fields.push(`    data=${quoted(body)}.encode(),`);
  fields.push('    timeout=30,');
  return [
    'import requests',
    '',
    `response = requests.${method.toLowerCase()}(`,
    ...fields,
    ')',
    'print(response.status_code, response.text)',
  ].join('\n');
}

/** Only names differ, and only outside of strings. */
function pythonLiteral(json: string): string {
  const names: Record<string, string> = { true: 'True', false: 'False', null: 'None' };
  return json.replaceAll(
    /"(?:[^"\\]|\\.)*"|true|false|null/g,
    (token) => names[token] ?? quoted(JSON.parse(token)),
  );
}

export function javascript(call: SampleCall): string {
  return [
    `const response = await fetch(${quoted(call.url)}, {`,
    ...fetchOptions(call),
    '});',
    'console.log(response.status, await response.text());',
  ].join('\n');
}

export function typescript(call: SampleCall): string {
  return [
    'async function callApi(): Promise<string> {',
    `  const response: Response = await fetch(${quoted(call.url)}, {`,
    ...fetchOptions(call).map((line) => indented(`  ${line}`, '  ')),
    '  });',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the sample that has the placeholder
    '  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);',
    '  return response.text();',
    '}',
    '',
    'console.log(await callApi());',
  ].join('\n');
}

function fetchOptions({ method, headers, body }: SampleCall): string[] {
  const json = body === null ? null : jsonText(body);
  const sent = json === null ? body && quoted(body) : `JSON.stringify(${indented(json, '  ')})`;
  return [
    ...(method === 'GET' ? [] : [`  method: ${quoted(method)},`]),
    '  headers: {',
    ...headers.map(([name, value]) => `    ${quoted(name)}: ${quoted(value)},`),
    '  },',
    ...(sent === null ? [] : [`  body: ${sent},`]),
  ];
}

export function php({ method, url, headers, body }: SampleCall): string {
  return [
    '<?php',
    `$request = curl_init(${singleQuoted(url)});`,
    'curl_setopt_array($request, [',
    `    CURLOPT_CUSTOMREQUEST => ${singleQuoted(method)},`,
    ...(method === 'HEAD' ? ['    CURLOPT_NOBODY => true,'] : []),
    '    CURLOPT_HTTPHEADER => [',
    ...headers.map(([name, value]) => `        ${singleQuoted(`${name}: ${value}`)},`),
    '    ],',
    ...(body === null ? [] : [`    CURLOPT_POSTFIELDS => ${singleQuoted(body)},`]),
    '    CURLOPT_RETURNTRANSFER => true,',
    ']);',
    '$answer = curl_exec($request);',
    'echo curl_getinfo($request, CURLINFO_RESPONSE_CODE), " ", $answer, PHP_EOL;',
  ].join('\n');
}

export function ruby({ method, url, headers, body }: SampleCall): string {
  const kind = method.charAt(0) + method.slice(1).toLowerCase();
  return [
    'require "net/http"',
    '',
    `uri = URI(${singleQuoted(url)})`,
    `request = Net::HTTP::${kind}.new(uri)`,
    ...headers.map(([name, value]) => `request[${singleQuoted(name)}] = ${singleQuoted(value)}`),
    ...(body === null ? [] : [`request.body = ${singleQuoted(body)}`]),
    '',
    'response = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == "https") do |http|',
    '  http.request(request)',
    'end',
    'puts response.code, response.body',
  ].join('\n');
}

export function withoutContentType(headers: SampleCall['headers']): SampleCall['headers'] {
  return headers.filter(([name]) => name.toLowerCase() !== 'content-type');
}
