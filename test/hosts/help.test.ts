import * as assert from 'uvu/assert';
import { run } from '../../functions/commands/run.ts';
import type { System } from '../../functions/commands/system.ts';
import { runInMemory } from '../explain/run-in-memory.ts';
import { suite } from '../suite.ts';
import { intent } from './packages.ts';

interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  readonly written: string;
}

/** The command line in a world where nothing is. */
async function said(...args: string[]): Promise<Said> {
  let [out, err, written] = ['', '', ''];
  const system: System = {
    version: '1.2.3',
    env: {},
    inputIsTerminal: false,
    columns: undefined,
    readInput: async () => new Uint8Array(),
    readFolder: () => undefined,
    writeFiles: (files) => {
      written += files.map(({ content }) => content).join('');
    },
    programFiles: () => [],
    out: async (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  };
  const status = await run(args, system);
  return { status, out, err, written };
}

const { out: overview } = await said('--help');
const commands = [...overview.slice(overview.indexOf('Commands\n')).matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map((found) => found[1] as string);
const listed = commands.slice(0, commands.indexOf('step') === -1 ? undefined : commands.indexOf('step'));
const helps = new Map(await Promise.all(listed.map(async (name) => [name, (await said(name, '--help')).out] as const)));
/** The options that a help lists at the beginning of a line. */
const optionsIn = (help: string): string[] => [...help.matchAll(/^ {2,6}(?:-\w, )?--([a-z0-9-]+)/gm)].map((found) => found[1] as string);
const all = [...new Set([...helps.values()].flatMap(optionsIn))];

suite('command line: help', {
  'lists every command, and the settings of the function'() {
    for (const name of ['render', 'lint', 'test', 'explain', 'eject', 'init', 'cmp', 'install', 'schema', 'expand', 'patch', 'validate'])
      assert.ok(listed.includes(name), name);
    for (const setting of ['step', 'complete', 'packages', 'emit']) assert.match(overview, new RegExp(`^  ${setting} {2,}`, 'm'));
    assert.match(overview, /^ {2}kind: GatewayIntent$/m);
  },
  'of every command has an example of it, and begins with what it does'() {
    for (const [name, help] of helps) {
      assert.match(help, /^[A-Z][^\n]+[.:?]\n\n/, name);
      assert.match(help, new RegExp(`^ {2}.*\\bgateway-intent ${name}\\b`, 'm'), name);
    }
  },
  async 'is the same in every spelling'() {
    for (const name of listed) {
      const help = helps.get(name);
      assert.is((await said('help', name)).out, help);
      assert.is((await said(name, '-h')).out, help);
    }
    for (const args of [['-h'], ['help'], ['help', '--help']]) assert.is((await said(...args)).out, overview);
  },
  async 'lists the options that there are, and no others'() {
    for (const [name, help] of helps)
      for (const option of all) {
        const { err } = await said(name, `--${option}=x`);
        const isKnown = !/unknown option|takes no arguments|there is no option/i.test(err);
        assert.is(isKnown, optionsIn(help).includes(option), `${name} --${option}: ${err}`);
      }
  },
});

suite('command line: wrong use', {
  async 'is told with what is near, and where help is'() {
    for (const [args, says] of [
      [['rendr'], 'there is no command "rendr"; did you mean "render"?\nTry `gateway-intent --help`.'],
      [['help', 'rendr'], 'did you mean "render"?'],
      [['--verbose'], 'there is no option "--verbose"'],
      [['constructor'], 'there is no command "constructor"'],
      [['__proto__'], 'there is no command "__proto__"'],
      [['render', '--nope'], 'there is no option "--nope"\nTry `gateway-intent render --help`.'],
      [['render', '--outptu', 'json'], 'there is no option "--outptu"; did you mean "--output"?'],
      [['render', '--complete=yes'], '`--complete` takes no value'],
      [['render', '-o'], '`--output` needs a value'],
      [['init', '--host', '--to'], '`--host` needs a value; one that begins with "-" is written as `--host=-…`'],
      [['init', ''], '"" is no folder'],
      [
        ['init', '--host', 'https://a.example.com', '--to', 'a:80'],
        '`--host` must be a host alone, not "https://a.example.com"; write "a.example.com"',
      ],
      [
        ['init', '--host', 'a.example.com', '--to', 'http://a:80'],
        '`--to` must be `service[.namespace][:port]`, not "http://a:80"; write "a:80"',
      ],
      [['init', '--host', 'a.example.com', '--to', 'a'], '`--to a` must name the port of the Service, such as "a:8080"'],
      [['init', '--name', 'A'], '`--name` must be a name of lower-case letters'],
      [['init', '--egress', 'a.example.com/x'], 'write "https://a.example.com"'],
      [['validate', 'folder'], '`validate` takes no arguments, it reads a ResourceList; for a folder there is `gateway-intent lint DIR`'],
      [['expand', 'folder'], 'there is `gateway-intent render DIR`'],
      [['explain', 'ftp://a.example.com'], '"ftp://a.example.com" must name a port: "ftp" has none of its own here'],
      [['explain', 'https://a.example.com', '-m', 'G T'], '"G T" is no method'],
      [['explain', 'https://a.example.com/a b'], '"https://a.example.com/a b" must hold no space: write it as %20'],
      [['explain', 'https:/a.example.com'], '"https:/a.example.com" must have two slashes behind the scheme'],
      [['schema', 'x'], '"x" is one argument too many'],
    ] as const) {
      const { status, out, err } = await said(...args);
      assert.is(status, 2, args.join(' '));
      assert.is(out, '');
      assert.match(err, says);
    }
  },
  async 'the first intent can be read, whatever its hosts'() {
    const { status, err, written } = await said(
      'init',
      '--host',
      '*.example.com',
      '--host',
      'b.example.com',
      '--to',
      'a.shop:80',
      '--name',
      'true',
    );
    assert.is(status, 0, err);
    assert.match(written, 'name: "true"\n  namespace: shop\n');
    assert.match(written, 'hosts: ["*.example.com", b.example.com]\n    to: a.shop:80\n');
  },
  async 'the next command can be copied, whatever the name of the folder'() {
    assert.match(
      (await said('init', "Ann's shop", '--host', 'a.example.com', '--to', 'a:80')).out,
      "gateway-intent render 'Ann'\\''s shop'\n",
    );
  },
  async 'the version is one line'() {
    for (const args of [['--version'], ['-V'], ['version']])
      assert.equal(await said(...args), { status: 0, out: 'gateway-intent 1.2.3\n', err: '', written: '' });
  },
});

suite('command line: a folder of a chart', {
  async 'is told once: its own file is no manifest that anybody misses'() {
    const files = { 'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 0.1.0\n', 'intent.yaml': intent() };
    const { err, code } = await runInMemory(['render', '-o', 'json', '.'], files);
    assert.is(code, 0);
    assert.equal(
      (JSON.parse(err) as { code: string }[]).map((found) => found.code),
      ['GI0016'],
    );
  },
});
