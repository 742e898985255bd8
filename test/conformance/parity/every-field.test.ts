import * as assert from 'uvu/assert';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { variants } from '../../providers/leaf-effect.ts';
import { suite } from '../../suite.ts';
import { startPrograms } from '../programs.ts';
import { cluster } from '../verdicts/cluster.ts';
import { everyField } from './every-field.ts';

/** What the API server says although all is well: part of a message → why. */
const fine: Readonly<Record<string, string>> = {};

const idOf = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

suite(
  'upstream definitions with their CEL rules, in a real API server, take every field and value that a provider takes',
  Object.fromEntries(
    variants.map((variant) => [
      variant.name,
      async () => {
        const { programs, stop } = startPrograms(0);
        try {
          const cases = everyField(variant, () => 'shop');
          const first = new Map<string, string>();
          for (const { name, objects } of cases)
            for (const object of objects) first.set(JSON.stringify(object), first.get(JSON.stringify(object)) ?? name);
          const objects = [...first.keys()].map((text) => JSON.parse(text) as KubeObject);
          const { messages } = await cluster(
            {
              objects,
              world: [],
              name: '',
              folder: '',
              text: '',
              requests: { requests: [] },
              facts: { messages: [], pods: [], templates: {} },
            },
            programs,
          );
          const odd = messages.map(({ text }) => text).filter((text) => !Object.keys(fine).some((part) => text.includes(part)));
          const told = odd.map(
            (text) =>
              `${text} (${[...first]
                .filter(([key]) => text.startsWith(idOf(JSON.parse(key) as KubeObject)))
                .map(([, name]) => name)
                .slice(0, 3)
                .join('; ')})`,
          );
          assert.is([...new Set(told)].join('\n'), '');
          assert.ok(objects.length > 50, `${objects.length} objects`);
        } finally {
          await stop();
        }
      },
    ]),
  ),
);
