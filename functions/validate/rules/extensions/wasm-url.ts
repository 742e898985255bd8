import type { Rule } from '../../rule.ts';
import { deep, rootOf, text, wrong } from '../../spot.ts';
import { schemeOf } from '../../syntax/url.ts';

export const wasmUrl: Rule = {
  code: 'GI1661',
  name: 'wasm-url',
  severity: 'error',
  summary: 'The URL of a Wasm module must have the scheme oci, http, https or file.',
  why: 'the API server or the webhook of istiod refuses the object',
  fix: 'write `oci://registry.example.com/filter:1.0`',
  source: 'istio/istio, pkg/config/validation/validation.go (validateWasmPluginURL)',
  upstream: ['IST0106'],
  *check(world) {
    const plugins = world.ofKind('extensions.istio.io', 'WasmPlugin').map((item) => deep(rootOf(item), 'spec', 'url'));
    const extensions = world.ofKind('extensions.istio.io', 'TrafficExtension').map((item) => deep(rootOf(item), 'spec', 'wasm', 'url'));
    for (const url of [...plugins, ...extensions]) {
      if (text(url) === '') continue;
      // Without a scheme it is the name of an image.
      const scheme = schemeOf(text(url)) ?? schemeOf(`http://${text(url)}`);
      if (!['', 'file', 'http', 'https', 'oci'].includes(scheme ?? 'none'))
        yield wrong(url, `must have the scheme oci, http, https or file, not ${JSON.stringify(text(url))}`);
    }
  },
};
