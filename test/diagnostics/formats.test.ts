import * as assert from 'uvu/assert';
import type { Diagnostic } from '../../functions/diagnostics/diagnostic.ts';
import { didYouMean } from '../../functions/diagnostics/did-you-mean.ts';
import { finding } from '../../functions/diagnostics/finding.ts';
import { formatGithub } from '../../functions/diagnostics/format-github.ts';
import { formatJson } from '../../functions/diagnostics/format-json.ts';
import { formatLines } from '../../functions/diagnostics/format-lines.ts';
import { formatSarif } from '../../functions/diagnostics/format-sarif.ts';
import { formatText } from '../../functions/diagnostics/format-text.ts';
import { quote } from '../../functions/diagnostics/quote.ts';
import { toResults } from '../../functions/diagnostics/to-results.ts';
import { suite } from '../suite.ts';

const object = { apiVersion: 'gatewayintent.dev/v1alpha1', kind: 'GatewayIntent', namespace: 'shop', name: 'front' };

const located: Diagnostic = {
  ...finding('GI0209', {
    message: 'host "shop.example" is not given to namespace "shop"',
    fix: 'add it to `allow`',
    object,
    path: ['spec', 'expose', 0, 'hosts', 0],
    place: { file: 'dir/intent.yaml', index: 1, line: 14, column: 7, length: 12, excerpt: '    - shop.example' },
  }),
  upstream: ['IST0132'],
};

const hidden = finding('GI0102', {
  message: '`spec.gateways[0].name` must be set',
  fix: 'add `name`',
  severity: 'warning',
  object,
  path: ['spec', 'gateways', 0],
  place: { file: 'intent.yaml', index: 0 },
  found: { a: 1 },
  proposed: { a: 1, name: 'x' },
});

const nowhere = finding('GI0001', { message: 'stdin is empty', severity: 'info' });

suite('formatText', {
  'tells place, severity, code, what, where, why and how'() {
    assert.is(
      formatText([nowhere, located, hidden]),
      `dir/intent.yaml:14:7  error GI0209 not-delegated
  host "shop.example" is not given to namespace "shop"
  14 |     - shop.example
     |       ^^^^^^^^^^^^
  why   a team could take over the host of another one
  fix   add it to \`allow\`
  docs  docs/reference/rules/GI0209.md

intent.yaml  warning GI0102 missing-field
  GatewayIntent shop/front, spec.gateways[0]
  \`spec.gateways[0].name\` must be set
  found "{"a":1}"
  why   there is no default for it
  fix   add \`name\`
  docs  docs/reference/rules/GI0102.md

info GI0001 no-input
  stdin is empty
  why   an empty answer to an empty input would make the host delete everything
  fix   send a ResourceList on stdin, or name a folder: \`gateway-intent render DIR\`
  docs  docs/reference/rules/GI0001.md
`.replace('  14 |', '  14 |'),
    );
  },

  'tells why and where to read more once for a code'() {
    const text = formatText([located, { ...located, message: 'again' }]);
    assert.is(text.match(/why /g)?.length, 1);
    assert.is(text.match(/docs /g)?.length, 1);
    assert.is(text.match(/fix /g)?.length, 2);
  },

  'colours only when asked to'() {
    assert.not.match(formatText([located]), '\u001b');
    assert.match(formatText([located], { color: true }), '\u001b[31merror\u001b[0m');
  },

  'fits the terminal: wraps sentences and cuts the line around the mistake'() {
    const excerpt = `  hosts: [${Array.from({ length: 30 }, (_, number) => `host-${number}.example.com`).join(', ')}]`;
    const column = excerpt.indexOf('host-20') + 1;
    const wide = { ...located, message: 'word '.repeat(30).trim(), place: { file: 'a.yaml', line: 3, column, length: 19, excerpt } };
    const lines = formatText([wide], { columns: 60 }).split('\n');
    assert.equal(
      lines.filter((line) => line.length > 60),
      [],
    );
    const at = lines.findIndex((line) => line.includes('^'));
    const caret = lines[at]?.indexOf('^') ?? 0;
    assert.is(lines[at - 1]?.slice(caret, caret + 19), 'host-20.example.com');
    assert.is(lines[at]?.trim().replace('| ', '').trim(), '^'.repeat(19));
  },

  'puts carets under wide characters and behind tabs'() {
    const place = { file: 'a.yaml', line: 1, column: 6, length: 2, excerpt: '\t漢字: xy' };
    const [, , text, carets] = formatText([{ ...located, place }]).split('\n');
    assert.is(text, '   1 |  漢字: xy');
    assert.is(carets, '     |        ^^');
  },

  'does nothing to the terminal'() {
    const evil = {
      ...located,
      message: 'a\u001b[2Jb\nc\u202ed',
      place: { file: 'a\u001b]0;x.yaml', line: 1, column: 1, excerpt: 'a: \u001b[2J' },
    };
    for (const text of [formatText([evil]), formatLines([evil]), formatGithub([evil]), toResults([evil])[0]?.message ?? '']) {
      assert.not.ok(text.includes('\u001b') || text.includes('\u202e'), text);
    }
  },
});

suite('formatLines', {
  'tells everything that counts on one line'() {
    assert.is(
      formatLines([hidden, located]),
      `error: dir/intent.yaml:14:7: host "shop.example" is not given to namespace "shop"; add it to \`allow\` (GI0209)
warning: intent.yaml: GatewayIntent shop/front, spec.gateways[0]: \`spec.gateways[0].name\` must be set; add \`name\` (GI0102)
`,
    );
  },
});

suite('formatJson', {
  'has these keys and no others'() {
    assert.equal(JSON.parse(formatJson([nowhere, located])), [
      {
        code: 'GI0209',
        severity: 'error',
        message: 'host "shop.example" is not given to namespace "shop"',
        fix: 'add it to `allow`',
        object,
        path: 'spec.expose[0].hosts[0]',
        source: { file: 'dir/intent.yaml', line: 14, column: 7 },
        upstream: ['IST0132'],
        docs: 'docs/reference/rules/GI0209.md',
      },
      {
        code: 'GI0001',
        severity: 'info',
        message: 'stdin is empty',
        fix: 'send a ResourceList on stdin, or name a folder: `gateway-intent render DIR`',
        docs: 'docs/reference/rules/GI0001.md',
      },
    ]);
    assert.is(formatJson([]), '[]\n');
  },
});

suite('formatGithub', {
  'writes one command for a finding, and escapes what would end it'() {
    const odd = { ...located, message: '100% of\nx', fix: undefined, why: undefined, place: { ...located.place, file: 'a,b:c.yaml' } };
    assert.is(formatGithub([odd]), '::error file=a%2Cb%3Ac.yaml,line=14,col=7,endColumn=19,title=GI0209 not-delegated::100%25 of\\nx\n');
    assert.is(formatGithub([nowhere]).split('%0A')[0], '::notice title=GI0001 no-input::stdin is empty');
  },
});

suite('formatSarif', {
  'is a log of version 2.1.0 with one rule for a code'() {
    const log = JSON.parse(formatSarif([located, { ...located, message: 'again' }, hidden, nowhere], '1.2.3'));
    assert.is(log.version, '2.1.0');
    const [run] = log.runs;
    assert.is(run.tool.driver.semanticVersion, '1.2.3');
    assert.equal(
      run.tool.driver.rules.map(({ id }: { id: string }) => id),
      ['GI0209', 'GI0102', 'GI0001'],
    );
    assert.equal(
      run.results.map(({ ruleId, ruleIndex, level }: { ruleId: string; ruleIndex: number; level: string }) => [ruleId, ruleIndex, level]),
      [
        ['GI0209', 0, 'error'],
        ['GI0209', 0, 'error'],
        ['GI0102', 1, 'warning'],
        ['GI0001', 2, 'note'],
      ],
    );
    const [location] = run.results[1].locations;
    assert.equal(location.physicalLocation, {
      artifactLocation: { uri: 'dir/intent.yaml' },
      region: { startLine: 14, startColumn: 7, endColumn: 19, snippet: { text: 'shop.example' } },
      contextRegion: { startLine: 14, snippet: { text: '    - shop.example' } },
    });
    assert.is(location.logicalLocations[0].fullyQualifiedName, 'GatewayIntent shop/front spec.expose[0].hosts[0]');
    assert.is(run.results[2].locations[0].physicalLocation.region, undefined, 'no line is better than a wrong one');
    assert.is(run.results[3].locations, undefined);
    const absolute = { ...located, place: { ...located.place, file: '/a b/c.yaml' } };
    const written = JSON.parse(formatSarif([absolute], '1.2.3')).runs[0].results[0].locations[0].physicalLocation;
    assert.is(written.artifactLocation.uri, 'file:///a%20b/c.yaml');
    assert.equal(JSON.parse(formatSarif([], '1.2.3')).runs[0].results, []);
  },
});

suite('toResults', {
  'says all that counts in the message, and has every field of the specification'() {
    assert.equal(toResults([hidden]), [
      {
        message: 'intent.yaml: `spec.gateways[0].name` must be set (found "{"a":1}"); add `name`',
        severity: 'warning',
        resourceRef: object,
        field: { path: 'spec.gateways[0]', currentValue: { a: 1 }, proposedValue: { a: 1, name: 'x' } },
        file: { path: 'intent.yaml', index: 0 },
        tags: { code: 'GI0102', rule: 'missing-field', docs: 'docs/reference/rules/GI0102.md' },
      },
    ]);
    const [result] = toResults([located]);
    assert.is(result?.message, 'dir/intent.yaml:14: host "shop.example" is not given to namespace "shop"; add it to `allow`');
    assert.equal(result?.tags?.line, '14');
    assert.is(toResults([{ ...located, message: 'a\nb' }])[0]?.message.includes('\n'), false);
    assert.equal(Object.keys(toResults([nowhere])[0] ?? {}), ['message', 'severity', 'tags'], 'a field needs its object');
    assert.equal(Object.keys(toResults([{ ...nowhere, path: ['a'] }])[0] ?? {}), ['message', 'severity', 'tags']);
  },

  'begins with the worst, and with a summary when there are more than hosts show'() {
    const many = [nowhere, hidden, located, { ...located, place: { file: 'a.yaml' } }];
    assert.equal(
      toResults(many).map(({ file, severity }) => `${severity} ${file?.path}`),
      ['error a.yaml', 'error dir/intent.yaml', 'warning intent.yaml', 'info undefined'],
    );
    const [first] = toResults([...many, hidden]);
    assert.equal(first, { message: '2 errors, 2 warnings, 1 note; kpt shows all of them with --truncate-output=false', severity: 'error' });
  },
});

suite('words', {
  'didYouMean finds what was meant, and nothing far-fetched'() {
    const fields = ['hosts', 'gateway', 'paths', 'timeout', 'tls'];
    for (const [word, meant] of [
      ['host', 'hosts'],
      ['hosst', 'hosts'],
      ['ohsts', 'hosts'],
      ['Gateway', 'gateway'],
      ['getaway', 'gateway'],
      ['tsl', 'tls'],
      ['retries', undefined],
      ['x', undefined],
      ['', undefined],
    ] as const)
      assert.is(didYouMean(word, fields), meant, word);
  },

  'quote shows a long value by its ends'() {
    const long = `${'a'.repeat(50)}${'b'.repeat(50)}`;
    assert.is(quote(long), `"${'a'.repeat(40)}…${'b'.repeat(12)}"`);
    assert.is(quote('a'.repeat(60)), `"${'a'.repeat(60)}"`);
    assert.is(quote({ a: 1 }), '"{"a":1}"');
  },
});
