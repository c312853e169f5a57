/**
 * A year of a marketplace in simulated time. Every figure was worked out by hand; how stands beside it. Nothing here calls the
 * code that rates.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { operatorOf } from './billed.ts';
import { Client, eventually, type Json } from './client.ts';
import { Instance } from './instance.ts';
import { berlin, Life, year } from './year-life.ts';
import { germany, openMarket } from './year-market.ts';

const instance = new Instance({ environment: { TEST_PROCESSOR: 'on' } });
let provider: Client;
let providerId: string;
let operator: Client;
const lives: Life[] = [];

before(async () => {
  await instance.start();
  const { portal_url: url } = instance.facts;
  ({ provider, providerId } = await openMarket(url));
  operator = await operatorOf(instance, new Client(url));
});

after(() => instance.remove());

async function born(name: string, now: string, legal: Json = germany): Promise<Life> {
  const life = await Life.begin(provider, name, berlin(now), legal);
  lives.push(life);
  return life;
}

describe('a year', { concurrency: 5 }, () => {
  test('Anna: monthly from the 31st, more and less, a pause, ends and returns', async () => {
    const anna = await born('Anna', '01-31T09:00');
    await anna.pays('pm_test_ok');
    await anna.subscribes('start');
    // 19 % of 30.00 is 5.70.
    await anna.isBilled('start', [['Start plan', '30.00']], { net: '30.00', tax: '5.70', total: '35.70' });
    await anna.until(berlin('02-20T12:00'));
    await anna.uses('mail', 250, berlin('02-10T10:00'));
    await anna.uses('request', 1300, berlin('02-11T10:00'));

    // There is no 31 February, and this one has 29 days.
    await anna.until(berlin('03-06T12:00'));
    await anna.isBilled(
      'renewal',
      [
        ['Start plan', '30.00'],
        // 100 × 0.10 + 150 × 0.05 = 10.00 + 7.50
        ['Mails', '17.50'],
        // 1300 − 1000 = 300 × 0.02
        ['Beyond the quota of 1000 per month', '6.00'],
      ],
      // 53.50 × 0.19 = 10.165
      { net: '53.50', tax: '10.17', total: '63.67' },
    );
    // Too late for the invoice of its month.
    await anna.uses('mail', 40, berlin('02-20T10:00'));
    await anna.uses('mail', 120, berlin('03-05T10:00'));

    // From 29 Feb 09:00 to 31 Mar 09:00 are 31 days less the hour of summer time: 743 hours, 360 of them until 15 March.
    await anna.until(berlin('03-15T09:00'));
    await anna.asks('change-plan', { plan: 'pro' });
    await anna.isBilled(
      'change',
      [
        // 30.00 × 360/743 = 14.5356… is used: 14.54 − 30.00
        ['Unused part of Start (15 Mar – 31 Mar)', '-15.46'],
        // 90.00 × 383/743 = 46.3930…
        ['Pro plan (15 Mar – 31 Mar)', '46.39'],
      ],
      // 30.93 × 0.19 = 5.8767
      { net: '30.93', tax: '5.88', total: '36.81' },
    );
    await anna.until(berlin('03-20T12:00'));
    await anna.uses('mail', 300, berlin('03-20T10:00'));
    await anna.until(berlin('04-10T12:00'));
    await anna.isBilled(
      'renewal',
      [
        ['Pro plan', '90.00'],
        // Before the change 100 × 0.10 + 20 × 0.05, after it 300 × 0.04
        ['Mails', '11.00'],
        ['Mails', '12.00'],
        // Past the hundredth of February: 40 × 0.05
        ['Mails (late usage)', '2.00'],
      ],
      // 115.00 × 0.19
      { net: '115.00', tax: '21.85', total: '136.85' },
    );

    // What is less begins with the next period.
    await anna.asks('change-plan', { plan: 'start' });
    await anna.uses('mail', 50, berlin('04-09T10:00'));
    await anna.until(berlin('06-05T12:00'));
    await anna.isBilled(
      'renewal',
      [
        ['Start plan', '30.00'],
        // 50 × 0.04
        ['Mails', '2.00'],
      ],
      // 32.00 × 0.19
      { net: '32.00', tax: '6.08', total: '38.08' },
    );
    await anna.isBilled('renewal', [['Start plan', '30.00']], { net: '30.00', tax: '5.70', total: '35.70' });
    await anna.uses('mail', 80, berlin('06-05T10:00'));

    // Ten of thirty days are used: 30.00 × 10/30 − 30.00 = −20.00. That waits, with 80 × 0.10, for what comes next.
    await anna.until(berlin('06-10T09:00'));
    await anna.asks('pause', { resumes_at: berlin('07-20T09:00') });
    await anna.until(berlin('07-19T09:00'));
    await anna.isBilledNothingMore();
    await anna.until(berlin('10-25T12:00'));
    await anna.isBilled(
      'change',
      [
        ['Start plan', '30.00'],
        ['Unused part of Start (10 Jun – 30 Jun)', '-20.00'],
        ['Mails', '8.00'],
      ],
      // 18.00 × 0.19
      { net: '18.00', tax: '3.42', total: '21.42' },
    );
    // 20 August, 20 September, 20 October.
    for (const _ of [8, 9, 10]) {
      await anna.isBilled('renewal', [['Start plan', '30.00']], {
        net: '30.00',
        tax: '5.70',
        total: '35.70',
      });
    }

    await anna.asks('cancel', { when: 'period_end', reason: 'Winter' });
    await anna.uses('mail', 10, berlin('10-22T10:00'));
    await anna.until(berlin('12-01T09:00'));
    // 10 × 0.10
    await anna.isBilled('renewal', [['Mails', '1.00']], { net: '1.00', tax: '0.19', total: '1.19' });
    await anna.asks('reactivate');
    await anna.isBilled('change', [['Start plan', '30.00']], { net: '30.00', tax: '5.70', total: '35.70' });
    await anna.until(berlin('12-11T09:00'));
    await anna.uses('mail', 5, berlin('12-10T10:00'));
    // This provider keeps what was paid: 5 × 0.10 are due, and 0.095 of tax.
    await anna.asks('cancel', { when: 'now', reason: 'Enough' });
    await anna.until(berlin('+1:01-31T09:00'));
    await anna.isBilled('final', [['Mails', '0.50']], { net: '0.50', tax: '0.10', total: '0.60' });
    await anna.isBilledNothingMore();
    assert.ok((await anna.invoices()).every(({ state }) => state === 'paid'));
  });

  test('Ben: calendar months from a part of January, a fifth off for three, reverse charge, paid late', async () => {
    const paris = { country: 'FR', tax_id: 'FR40303265045', address: { line1: 'Rue 1', city: 'Paris' } };
    const ben = await born('Ben', '01-20T15:00', paris);
    await ben.subscribes('office', { coupon: 'FIFTH' });
    const [free, none] = [{ tax: '0.00' }, '0.00'];
    await ben.isBilled(
      'start',
      [
        // The 20th to the 31st: 62.00 × 12/31
        ['Office plan (20 Jan – 31 Jan)', '24.00'],
        // 24.00 × 0.20
        ['A fifth off (FIFTH: 20 % off)', '-4.80'],
      ],
      { net: '19.20', ...free, total: '19.20' },
    );
    await ben.until(berlin('02-15T12:00'));
    await ben.uses('mail', 100, berlin('02-14T10:00'));
    const february = await ben.isBilled(
      'renewal',
      [
        ['Office plan', '62.00'],
        ['A fifth off (FIFTH: 20 % off)', '-12.40'],
      ],
      { net: '49.60', ...free, total: '49.60' },
    );
    const [tax] = february.taxes;
    assert.deepEqual([tax.code, tax.amount, february.buyer.tax_id], ['AE', none, 'FR40303265045']);

    // Before he has paid, 9.60 of it are taken back.
    const amount = { kind: 'amount', amount: '9.60' };
    const note = await provider.post(`/invoices/${february.id}/credit-notes`, {
      ...{ credit: amount, reason: 'goodwill' },
    });
    assert.deepEqual([note.total, note.tax], ['9.60', '0.00']);
    assert.equal(note.issued_at, (await provider.get(`/test-clocks/${ben.id}`)).now, 'in his time');
    await ben.until(berlin('03-02T12:00'));
    await ben.isBilled(
      'renewal',
      [
        ['Office plan', '62.00'],
        // 100 × 0.10
        ['Mails', '10.00'],
        // Of February: 10.00 × 0.20; of March, the third period: 62.00 × 0.20
        ['A fifth off (FIFTH: 20 % off)', '-2.00'],
        ['A fifth off (FIFTH: 20 % off)', '-12.40'],
      ],
      { net: '57.60', ...free, total: '57.60' },
    );
    // Invoices are due after 14 days.
    const open = (await ben.invoices()).map(({ amount_due: due, overdue }) => [due, overdue]);
    assert.deepEqual(open, [
      ['19.20', true],
      ['40.00', true],
      ['57.60', false],
    ]);
    await ben.pays('pm_test_ok');
    for (const { id } of await ben.invoices()) await ben.client.post(`/invoices/${id}/pay`);
    await ben.until(berlin('+1:01-20T15:00'));
    for (let month = 4; month <= 13; month += 1) {
      const lines = [['Office plan', '62.00']] as const;
      await ben.isBilled('renewal', lines, { net: '62.00', ...free, total: '62.00' });
    }
    await ben.isBilledNothingMore();
    assert.ok((await ben.invoices()).every(({ state }) => state === 'paid'));

    // His account: 19.20 + 49.60 + 57.60 + 10 × 62.00 = 746.40; 9.60 credited and 736.80 paid.
    const span = `from=${year}-01-01&to=${year + 1}-01-31&currency=EUR`;
    const statement = await ben.client.get(`/billing/statement?with=${providerId}&${span}`);
    assert.deepEqual(
      [statement.opening_balance, statement.charged, statement.credited, statement.closing_balance],
      ['0.00', '746.40', '746.40', '0.00'],
    );
    const notes = statement.entries.filter(({ kind }: Json) => kind === 'credit_note.issued');
    assert.deepEqual(
      notes.map(({ on, amount: taken }: Json) => [on, taken]),
      [[`${year}-02-15`, '-9.60']],
    );
  });

  test('Cleo: quarters, fifty off once, money back, and more in the quarter that has 25 hours on a day', async () => {
    const cleo = await born('Cleo', '02-15T00:00');
    await cleo.pays('pm_test_ok');
    await cleo.subscribes('season', { coupon: 'FIFTY' });
    await cleo.isBilled(
      'start',
      [
        ['Season plan', '240.00'],
        ['Welcome (FIFTY: 50.00 EUR off)', '-50.00'],
      ],
      // 190.00 × 0.19
      { net: '190.00', tax: '36.10', total: '226.10' },
    );
    await cleo.until(berlin('05-20T12:00'));
    // 240.00 × 0.19
    const whole = { net: '240.00', tax: '45.60', total: '285.60' };
    const { id } = await cleo.isBilled('renewal', [['Season plan', '240.00']], whole);
    const credit = { kind: 'lines', lines: [{ position: 1, amount: '40.00' }] };
    const note = await provider.post(`/invoices/${id}/credit-notes`, {
      ...{ credit, reason: 'service_failure', remainder: 'refund' },
    });
    // 40.00 × 0.19
    assert.deepEqual([note.net, note.tax, note.total], ['40.00', '7.60', '47.60']);
    await cleo.until(berlin('10-15T00:00'));
    await cleo.isBilled('renewal', [['Season plan', '240.00']], whole);
    const refunds = (await cleo.client.get(`/refunds?credit_note_id=${note.id}`)).data;
    assert.deepEqual(
      refunds.map(({ amount, state }: Json) => [amount, state]),
      [['47.60', 'succeeded']],
    );

    // From 15 August to 15 November are 92 days and the hour of winter time: 2209 hours, 61 × 24 = 1464 of them until now.
    await cleo.asks('change-plan', { plan: 'seasons' });
    await cleo.isBilled(
      'change',
      [
        // 240.00 × 1464/2209 = 159.0584… is used: 159.06 − 240.00
        ['Unused part of Season (15 Oct – 14 Nov)', '-80.94'],
        // 480.00 × 745/2209 = 161.8832…
        ['Seasons plan (15 Oct – 14 Nov)', '161.88'],
      ],
      // 80.94 × 0.19 = 15.3786
      { net: '80.94', tax: '15.38', total: '96.32' },
    );
    await cleo.until(berlin('+1:02-14T00:00'));
    // 480.00 × 0.19
    const more = { net: '480.00', tax: '91.20', total: '571.20' };
    await cleo.isBilled('renewal', [['Seasons plan', '480.00']], more);
    await cleo.isBilledNothingMore();
  });

  test('Dora: a year from the leap day, and seats that become more', async () => {
    const dora = await born('Dora', '02-29T12:00');
    await dora.pays('pm_test_ok');
    await dora.subscribes('team', { quantity: 3 });
    await dora.isBilled(
      'start',
      [
        ['Team plan', '1000.00'],
        // 3 × 120.00
        ['Seats', '360.00'],
      ],
      // 1360.00 × 0.19
      { net: '1360.00', tax: '258.40', total: '1618.40' },
    );
    await dora.until(berlin('08-29T12:00'));
    // To 28 February are 365 days: 8760 hours, of which 182 days less the hour of summer time are over: 4367.
    await dora.asks('change-plan', { quantity: 5 });
    await dora.isBilled(
      'change',
      [
        // 360.00 × 4367/8760 = 179.4657… is used: 179.47 − 360.00
        ['Unused part of Seats (29 Aug – 28 Feb)', '-180.53'],
        // 600.00 × 4393/8760 = 300.8904…
        ['Seats (29 Aug – 28 Feb)', '300.89'],
      ],
      // 120.36 × 0.19 = 22.8684
      { net: '120.36', tax: '22.87', total: '143.23' },
    );
    await dora.until(berlin('+1:03-01T12:00'));
    await dora.isBilled(
      'renewal',
      [
        ['Team plan', '1000.00'],
        // 5 × 120.00
        ['Seats', '600.00'],
      ],
      // 1600.00 × 0.19
      { net: '1600.00', tax: '304.00', total: '1904.00' },
    );
    await dora.isBilledNothingMore();
  });

  test('Emil: credit that was given comes off before tax, credit that was bought pays, a card the rest', async () => {
    const emil = await born('Emil', '03-15T10:00');
    await emil.pays('pm_test_ok');
    await emil.subscribes('start');
    const month = { net: '30.00', tax: '5.70', total: '35.70' };
    await emil.isBilled('start', [['Start plan', '30.00']], month);
    const money = { currency: 'EUR' };
    await provider.post('/wallets/grants', {
      ...{ ...money, organization_id: emil.id, amount: '20.00', reason: 'Welcome' },
    });
    await emil.client.post('/wallets/top-ups', { ...money, provider_id: providerId, amount: '50.00' });
    // Bought credit bears its tax when it is used.
    await emil.isBilled('topup', [['Credit in advance', '50.00']], {
      net: '50.00',
      tax: '0.00',
      total: '50.00',
    });
    await emil.until(berlin('06-16T10:00'));
    await emil.isBilled(
      'renewal',
      [
        ['Start plan', '30.00'],
        ['Credit: Welcome', '-20.00'],
      ],
      // 10.00 × 0.19
      { net: '10.00', tax: '1.90', total: '11.90' },
    );
    await emil.isBilled('renewal', [['Start plan', '30.00']], month);
    const june = await emil.isBilled('renewal', [['Start plan', '30.00']], month);
    await emil.isBilledNothingMore();
    // 50.00 − 11.90 − 35.70 = 2.40 are left for June, and the card pays 33.30.
    const paid = (await emil.client.get(`/invoices/${june.id}/payments`)).data;
    assert.deepEqual(paid.map(({ amount }: Json) => amount).sort(), ['2.40', '33.30']);
    const [wallet] = (await emil.client.get('/wallets')).data;
    assert.equal(wallet.balance, '0.00');
  });
});

test('every invoice of the year is made again from its events', async () => {
  const all = (await Promise.all(lives.map((life) => life.invoices()))).flat();
  // Anna 13, Ben 13, Cleo 5, Dora 3, Emil 5.
  assert.equal(all.length, 39);
  // A top-up is an order of credit: it was made of no events.
  for (const { id } of all.filter(({ cause }) => cause !== 'topup')) {
    const { same, differences } = await provider.post(`/invoices/${id}/replay`);
    assert.deepEqual([same, differences], [true, []]);
  }
});

test('everything agrees, and the real books have nothing of the sandboxes', async () => {
  const { requested_at: since } = await operator.post('/billing/findings/check');
  await eventually('a look at everything', 60, async () => {
    const { data } = await operator.get('/billing/checks');
    return data.every((one: Json) => !one.running && one.completed_at >= since);
  });
  const { data: checks } = await operator.get('/billing/checks');
  assert.deepEqual(
    checks.filter(({ trouble }: Json) => trouble !== null),
    [],
  );
  assert.deepEqual((await operator.get('/billing/findings')).data, []);
  assert.deepEqual((await provider.get('/ledger/accounts')).data, []);
  assert.equal((await operator.get('/ledger/trial-balance')).balanced, true);
});
