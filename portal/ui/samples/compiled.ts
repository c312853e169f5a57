import { withoutContentType } from './interpreted.ts';
import { quoted } from './quoting.ts';
import type { SampleCall } from './request.ts';

export function dotnet({ method, url, headers, body }: SampleCall): string {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'text/plain';
  // The content type belongs to the content there: among the request's headers it would be refused.
  const content =
    body === null
      ? []
      : [
          `request.Content = new StringContent(${quoted(body)});`,
          `request.Content.Headers.ContentType = new MediaTypeHeaderValue(${quoted(type)});`,
        ];
  return [
    ...(body === null ? [] : ['using System.Net.Http.Headers;', '']),
    'using var client = new HttpClient();',
    `using var request = new HttpRequestMessage(new HttpMethod(${quoted(method)}), ${quoted(url)});`,
    ...withoutContentType(headers).map(
      ([name, value]) => `request.Headers.TryAddWithoutValidation(${quoted(name)}, ${quoted(value)});`,
    ),
    ...content,
    'using var response = await client.SendAsync(request);',
    'Console.WriteLine((int)response.StatusCode);',
    'Console.WriteLine(await response.Content.ReadAsStringAsync());',
  ].join('\n');
}

export function go({ method, url, headers, body }: SampleCall): string {
  const sent = body === null ? 'nil' : `strings.NewReader(${quoted(body)})`;
  const packages = ['fmt', 'io', 'log', 'net/http', ...(body === null ? [] : ['strings'])];
  return [
    'package main',
    '',
    'import (',
    ...packages.map((name) => `\t"${name}"`),
    ')',
    '',
    'func main() {',
    `\trequest, err := http.NewRequest(${quoted(method)}, ${quoted(url)}, ${sent})`,
    '\tif err != nil {',
    '\t\tlog.Fatal(err)',
    '\t}',
    ...headers.map(([name, value]) => `\trequest.Header.Set(${quoted(name)}, ${quoted(value)})`),
    '\tresponse, err := http.DefaultClient.Do(request)',
    '\tif err != nil {',
    '\t\tlog.Fatal(err)',
    '\t}',
    '\tdefer response.Body.Close()',
    '\tbody, err := io.ReadAll(response.Body)',
    '\tif err != nil {',
    '\t\tlog.Fatal(err)',
    '\t}',
    '\tfmt.Println(response.StatusCode, string(body))',
    '}',
  ].join('\n');
}

export function java({ method, url, headers, body }: SampleCall): string {
  const publisher =
    body === null
      ? 'HttpRequest.BodyPublishers.noBody()'
      : `HttpRequest.BodyPublishers.ofString(${quoted(body)})`;
  return [
    'import java.net.URI;',
    'import java.net.http.HttpClient;',
    'import java.net.http.HttpRequest;',
    'import java.net.http.HttpResponse;',
    '',
    'public class Call {',
    '    public static void main(String[] args) throws Exception {',
    `        var request = HttpRequest.newBuilder(URI.create(${quoted(url)}))`,
    `            .method(${quoted(method)}, ${publisher})`,
    ...headers.map(([name, value]) => `            .header(${quoted(name)}, ${quoted(value)})`),
    '            .build();',
    '        var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());',
    '        System.out.println(response.statusCode() + " " + response.body());',
    '    }',
    '}',
  ].join('\n');
}
