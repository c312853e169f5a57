/** What is known of a running instance; printed as one JSON line by `start --json`. */
export interface InstanceFacts {
  readonly pid: number;
  readonly portal_url: string;
  readonly gateway_url: string;
  /** Where mails go: the mail server, or the folder that holds them as files. */
  readonly mail: { readonly name: string; readonly destination: string };
  /** Only at the start that created the account. */
  readonly operator: { readonly email: string; readonly password: string } | null;
  /** Only at the start that created the sample. */
  readonly sample: {
    readonly provider_email: string;
    readonly consumer_email: string;
    readonly password: string;
    readonly api_key: string;
    readonly service_token: string;
  } | null;
  readonly ready_ms: number;
}

/** The lines that a person sees; the `curl` lines work as they stand. */
export function greetingOf(facts: InstanceFacts): string {
  const { portal_url: portal, gateway_url: gateway, operator, sample } = facts;
  const lines = [
    '',
    `Turnpike is ready (${(facts.ready_ms / 1000).toFixed(1)} s)`,
    `  portal and API   ${portal}`,
    `  gateway          ${gateway}`,
    facts.mail.name === 'file'
      ? `  mails            files in ${facts.mail.destination} (no SMTP_URL is set)`
      : `  mails            through ${facts.mail.destination}`,
  ];
  if (operator) {
    lines.push('', 'Operator account, shown once:', `  ${operator.email}  ${operator.password}`);
  }
  if (sample) {
    lines.push(
      '',
      'Sample accounts, shown once:',
      `  ${sample.provider_email} (sells the Weather API)  ${sample.password}`,
      `  ${sample.consumer_email} (subscribed to Pro)  ${sample.password}`,
      '',
      'A call that is admitted, one that the plan refuses, and the bill for the period so far:',
      '',
      `curl -i '${gateway}/skyline/weather/forecast?city=Lisbon' -H 'Authorization: Bearer ${sample.api_key}'`,
      '',
      `curl -i '${gateway}/skyline/weather/historical?city=Lisbon' -H 'Authorization: Bearer ${sample.api_key}'`,
      '',
      `curl '${portal}/api/v1/billing/runs' -H 'Authorization: Bearer ${sample.service_token}' -H 'Content-Type: application/json' -d '{"close_current_period": true, "wait": true}'`,
    );
  }
  lines.push('', 'Ctrl-C stops it.');
  return lines.join('\n');
}
