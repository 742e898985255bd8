import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { foreign } from './foreign.ts';
import { hostSuite } from './host-suite.ts';
import { bad, each, generated, good, missing, mutator, ownFiles, render } from './kpt-runs.ts';
import { filesOf, intent, kindsIn, kindsOfSmallest, kptfile } from './packages.ts';

hostSuite('kpt: render', missing, {
  'puts what an intent asks for beside it, once; the second render changes no byte': each(
    { Kptfile: mutator, 'apps/intent.yaml': intent() },
    async (folder, kpt) => {
      const output = await good(render(kpt, folder));
      assert.match(output, 'https://shop.example.com → shop/public → frontend.shop:8080');
      const first = ownFiles(folder);
      assert.is(first['apps/intent.yaml'], intent());
      assert.equal(
        kindsIn(
          generated(first)
            .map((path) => first[path])
            .join('---\n'),
        ),
        kindsOfSmallest,
      );
      assert.ok(generated(first).every((path) => path.startsWith('apps/generated/shop/')));
      await good(render(kpt, folder));
      assert.equal(ownFiles(folder), first);
    },
  ),
  'shows what is wrong, with file, value and remedy, and leaves every file alone': each(
    { Kptfile: mutator, 'intent.yaml': intent().replace('to: frontend:8080', 'to: frontend:8080\n    too: 1'), 'other.yaml': foreign },
    async (folder, kpt) => {
      const before = ownFiles(folder);
      const output = await bad(render(kpt, folder, '--results-dir', join(folder, '../results')));
      assert.match(output, /\[error\][^\n]* spec\.expose\[0\]\.too: intent\.yaml: [^\n]*too/);
      assert.match(output, 'write `to` instead of `too`');
      assert.equal(ownFiles(folder), before);
    },
  ),
  'keeps results for other programs': each(
    { Kptfile: mutator, 'intent.yaml': intent().replace('shop.example.com', 'Shop.example.com') },
    async (folder, kpt) => {
      const results = join(folder, 'results');
      await bad(render(kpt, folder, '--results-dir', results));
      const text = readFileSync(join(results, 'results.yaml'), 'utf8');
      for (const part of ['severity: error', 'path: spec.expose[0].hosts[0]', 'path: intent.yaml', /code: GI0\d{3}/, 'kind: GatewayIntent'])
        assert.match(text, part as string);
    },
  ),
  'leaves what others wrote as the host itself writes it': each(
    { Kptfile: kptfile('  mutators:\n  - exec: cat\n'), 'foreign.yaml': foreign },
    async (folder, kpt) => {
      await good(render(kpt, folder));
      const byCat = readFileSync(join(folder, 'foreign.yaml'), 'utf8');
      writeFileSync(join(folder, 'foreign.yaml'), foreign);
      writeFileSync(join(folder, 'Kptfile'), mutator);
      writeFileSync(join(folder, 'intent.yaml'), intent());
      await good(render(kpt, folder));
      assert.is(readFileSync(join(folder, 'foreign.yaml'), 'utf8'), byCat);
    },
  ),
  'takes an intent as the configuration, once, though it is an item too': each(
    { Kptfile: kptfile('  mutators:\n  - exec: gateway-intent\n    configPath: intent.yaml\n'), 'intent.yaml': intent() },
    async (folder, kpt) => {
      await good(render(kpt, folder));
      const files = ownFiles(folder);
      assert.is(generated(files).length, kindsOfSmallest.length);
      await good(render(kpt, folder));
      assert.equal(ownFiles(folder), files);
    },
  ),
  'takes settings as configuration, and refuses those that are none': each(
    { Kptfile: kptfile('  mutators:\n  - exec: gateway-intent\n    configMap:\n      step: validate\n'), 'intent.yaml': intent() },
    async (folder, kpt) => {
      await good(render(kpt, folder));
      assert.equal(generated(ownFiles(folder)), []);
      for (const [setting, says] of [
        ['stepp: validate', 'did you mean "step"'],
        ['step: expnd', 'did you mean "expand"'],
        ['emit: none', 'emit: none'],
      ]) {
        writeFileSync(join(folder, 'Kptfile'), kptfile(`  mutators:\n  - exec: gateway-intent\n    configMap:\n      ${setting}\n`));
        const before = ownFiles(folder);
        assert.match(await bad(render(kpt, folder)), says as string);
        assert.equal(ownFiles(folder), before);
      }
    },
  ),
  'does its steps one by one too, and is a validator': each(
    {
      Kptfile: kptfile(
        '  mutators:\n  - exec: gateway-intent expand\n  - exec: gateway-intent patch\n  validators:\n  - exec: gateway-intent validate\n',
      ),
      'intent.yaml': intent(),
    },
    async (folder, kpt) => {
      await good(render(kpt, folder));
      assert.is(generated(ownFiles(folder)).length, kindsOfSmallest.length);
      writeFileSync(
        join(folder, 'broken.yaml'),
        'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: broken\n  namespace: shop\nspec:\n  hosts: []\n',
      );
      const before = ownFiles(folder);
      assert.match(await bad(render(kpt, folder)), /\[error\] networking\.istio\.io\/v1\/VirtualService\/shop\/broken/);
      assert.equal(ownFiles(folder), before);
    },
  ),
  'is idempotent over subpackages, rendered by themselves and from the root': each(
    {
      Kptfile: mutator,
      'platform.yaml': intent('platform', 'platform', 'root.example.com'),
      'sub/Kptfile': kptfile('  mutators:\n  - exec: gateway-intent\n', 'sub'),
      'sub/apps/intent.yaml': intent(),
    },
    async (folder, kpt) => {
      await good(render(kpt, join(folder, 'sub')));
      const alone = filesOf(join(folder, 'sub'));
      await good(render(kpt, folder));
      const files = ownFiles(folder);
      for (const [path, text] of Object.entries(alone)) if (path !== 'Kptfile') assert.is(files[`sub/${path}`], text, path);
      assert.is(generated(files).length, 2 * kindsOfSmallest.length);
      assert.is(generated(files).filter((path) => path.startsWith('sub/apps/generated/')).length, kindsOfSmallest.length);
      await good(render(kpt, folder));
      assert.equal(ownFiles(folder), files);
    },
  ),
  'follows a package that is moved to another namespace, before or after it was rendered': each(
    { Kptfile: mutator, 'intent.yaml': intent() },
    async (folder, kpt) => {
      const move = `  - exec: sed 's/^\\( *namespace.\\) shop$/\\1 prod/'\n`;
      const own = '  - exec: gateway-intent\n';
      const begin = async () => {
        rmSync(join(folder, 'generated'), { recursive: true, force: true });
        writeFileSync(join(folder, 'intent.yaml'), intent());
        writeFileSync(join(folder, 'Kptfile'), mutator);
        await good(render(kpt, folder));
      };
      for (const mutators of [`${move}${own}`, `${own}${move}`]) {
        await begin();
        for (let run = 0; run < 2; run++) {
          writeFileSync(join(folder, 'Kptfile'), kptfile(`  mutators:\n${mutators}`));
          await good(render(kpt, folder));
        }
        const files = ownFiles(folder);
        assert.is(generated(files).length, kindsOfSmallest.length);
        for (const path of generated(files)) assert.not.match(files[path] as string, /namespace: shop|intent: shop|\.shop\.svc/, path);
        await good(render(kpt, folder));
        assert.equal(ownFiles(folder), files);
      }
      await begin();
      const service = join(folder, 'generated/shop/service-public.yaml');
      writeFileSync(service, readFileSync(service, 'utf8').replace('LoadBalancer', 'NodePort'));
      writeFileSync(join(folder, 'Kptfile'), kptfile(`  mutators:\n${move}${own}`));
      assert.match(await bad(render(kpt, folder)), '`spec.type` "NodePort" must be "LoadBalancer"');
    },
  ),
  'of a subpackage without a pipeline of its own puts objects into that package': each(
    { Kptfile: mutator, 'sub/Kptfile': kptfile('  mutators: []\n', 'sub'), 'sub/intent.yaml': intent() },
    async (folder, kpt) => {
      await good(render(kpt, folder));
      const files = ownFiles(folder);
      assert.ok(generated(files).every((path) => path.startsWith('sub/generated/')));
      await good(render(kpt, join(folder, 'sub')));
      await good(render(kpt, folder));
      const { 'sub/Kptfile': _, ...rest } = ownFiles(folder);
      const { 'sub/Kptfile': __, ...first } = files;
      assert.equal(rest, first);
    },
  ),
  'deletes what is no longer asked for, and moves with a new name': each(
    { Kptfile: mutator, 'intent.yaml': intent(), 'other.yaml': foreign },
    async (folder, kpt) => {
      const change = (edit: (text: string) => string) =>
        writeFileSync(join(folder, 'intent.yaml'), edit(readFileSync(join(folder, 'intent.yaml'), 'utf8')));
      change((text) => text.replace('  expose:\n', '  expose:\n  - hosts: [docs.example.com]\n    to: docs:80\n'));
      await good(render(kpt, folder));
      const before = ownFiles(folder);
      assert.ok(generated(before).some((path) => path.includes('docs')));
      change(() => intent());
      await good(render(kpt, folder));
      const after = ownFiles(folder);
      assert.equal(
        generated(before).filter((path) => !(path in after)),
        generated(before).filter((path) => path.includes('docs')),
      );
      change((text) => text.replace('{name: public}', '{name: front}'));
      await good(render(kpt, folder));
      const renamed = ownFiles(folder);
      assert.is(generated(renamed).length, kindsOfSmallest.length);
      assert.not.match(
        generated(renamed)
          .map((path) => renamed[path])
          .join(),
        'name: public',
      );
      assert.is(renamed['other.yaml'], after['other.yaml']);
    },
  ),
  'keeps comments and places of generated files': each({ Kptfile: mutator, 'intent.yaml': intent() }, async (folder, kpt) => {
    await good(render(kpt, folder));
    const [path] = generated(ownFiles(folder)).filter((file) => file.includes('deployment')) as [string];
    const text = `# of the team\n${readFileSync(join(folder, path), 'utf8').replace('kind: Deployment', 'kind: Deployment # ours')}`;
    rmSync(join(folder, path));
    writeFileSync(join(folder, 'moved.yaml'), text);
    await good(render(kpt, folder));
    const files = ownFiles(folder);
    assert.is(files['moved.yaml'], text);
    assert.not.ok(path in files);
  }),
  'refuses to overwrite edits and objects of others, naming the files': each(
    { Kptfile: mutator, 'intent.yaml': intent() },
    async (folder, kpt) => {
      await good(render(kpt, folder));
      const [path] = generated(ownFiles(folder)).filter((file) => file.includes('/service-public')) as [string];
      const service = readFileSync(join(folder, path), 'utf8');
      writeFileSync(join(folder, path), service.replace('type: LoadBalancer', 'type: NodePort'));
      const before = ownFiles(folder);
      const edited = await bad(render(kpt, folder));
      assert.match(edited, /was edited by hand: `spec\.type` "NodePort" must be "LoadBalancer"/);
      assert.match(edited, 'spec.patches');
      assert.equal(ownFiles(folder), before);
      rmSync(join(folder, path));
      writeFileSync(join(folder, 'mine.yaml'), 'apiVersion: v1\nkind: Service\nmetadata:\n  name: public\n  namespace: shop\n');
      const taken = await bad(render(kpt, folder));
      assert.match(taken, /in intent\.yaml makes, exists already in mine\.yaml/);
    },
  ),
  'understands what overlapping selectors send twice': each(
    {
      Kptfile: kptfile(
        '  mutators:\n  - exec: gateway-intent\n    selectors:\n    - kind: GatewayIntent\n    - namespace: shop\n    - kind: Settings\n',
      ),
      'intent.yaml': intent(),
      'other.yaml': foreign,
    },
    async (folder, kpt) => {
      await good(render(kpt, folder));
      const files = ownFiles(folder);
      assert.is(generated(files).length, kindsOfSmallest.length);
      await good(render(kpt, folder));
      assert.equal(ownFiles(folder), files);
    },
  ),
  'leaves alone what Kustomize and others wrote loosely': each(
    {
      Kptfile: mutator,
      'intent.yaml': intent(),
      'kustomization.yaml': 'resources:\n- other.yaml\n',
      'other.yaml': 'apiVersion: example.com/v1\nkind: Other\nmetadata:\n  name: other\nspec:\n  a: 1\n  a: 2\n',
    },
    async (folder, kpt) => {
      const before = ownFiles(folder);
      assert.match(await good(render(kpt, folder)), /\[warning\] example\.com\/v1\/Other\/other[^\n]*key "a" is written twice/);
      const files = ownFiles(folder);
      // Of a key that is written twice kpt itself makes what it likes.
      assert.is(files['kustomization.yaml'], before['kustomization.yaml']);
      assert.is(generated(files).length, kindsOfSmallest.length);
    },
  ),
  'takes a thousand objects': each({ Kptfile: mutator, 'intent.yaml': intent() }, async (folder, kpt) => {
    const maps = Array.from(
      { length: 1000 },
      (_, at) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c${at}\ndata:\n  a: "0443" # ${at}\n`,
    );
    writeFileSync(join(folder, 'many.yaml'), maps.join('---\n'));
    await good(render(kpt, folder));
    assert.is(readFileSync(join(folder, 'many.yaml'), 'utf8'), maps.join('---\n'));
    assert.is(generated(ownFiles(folder)).length, kindsOfSmallest.length);
  }),
});
