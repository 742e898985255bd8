import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Prerequisite } from '../../expand/stage.ts';
import type { Model } from '../../intent/model.ts';
import { display } from '../../krm/kube-object.ts';
import { placed, prerequisite } from './findings.ts';
import { type Home, type Located, resources, type Setting } from './homes.ts';
import { inlineYaml, kubectlPatch } from './instruction.ts';

type Patch = Readonly<Record<string, unknown>>;

/** Tells a change to an object that is not in the package. */
export function objectByHand(need: Prerequisite, kind: Extract<Prerequisite['kind'], { readonly target: 'object' }>): Diagnostic {
  const patch = need.patch as Patch;
  return prerequisite(need, {
    where: display(kind),
    yaml: inlineYaml(patch),
    fix: `run \`${kubectlPatch(kind, patch)}\`, or add the object to the package`,
  });
}

/** Tells a change of the mesh's settings: no resource of the package holds them, or it cannot be told which one does. */
export function settingByHand(need: Prerequisite, setting: Setting, model: Model, candidates: readonly Located[]): Diagnostic {
  const patch = need.patch as Patch;
  const [first, ...others] = candidates;
  if (first !== undefined && others.length > 0) {
    const names = candidates.map(({ item }) => placed(item)).join(', ');
    return prerequisite(need, {
      where: `one of ${names}`,
      yaml: inlineYaml(first.home.patchOf(setting, patch) ?? patch),
      fix: 'make the change in the one that the gateways belong to, or set `spec.mesh.revision` or `spec.mesh.controlPlaneNamespace`',
    });
  }
  if (first !== undefined) return noField(need, setting, first);
  return anywhere(need, setting, model, patch);
}

function noField(need: Prerequisite, setting: Setting, { home, item }: Located): Diagnostic {
  const patch = need.patch as Patch;
  const own = home.patchOf(setting, patch);
  if (own !== undefined)
    return prerequisite(need, {
      where: placed(item),
      yaml: inlineYaml(own),
      fix: 'write it there: its text is written in a way that cannot be changed from here',
    });
  return {
    ...prerequisite(need, {
      where: 'the mesh',
      yaml: inlineYaml(patch),
      fix: `use another way: ${item.id.kind} of ${item.id.apiVersion} has no field for it`,
    }),
    severity: 'warning',
  };
}

interface Usual {
  readonly home: Home;
  readonly apiVersion: string;
  readonly namespace?: string;
  /** The name, or a command that finds it out. */
  readonly name: string;
}

const homeOf = (group: string): Home => resources.find((home) => home.group === group) as Home;

/** Where the settings are usually kept, by what is known of the mesh. */
function usualHome({ facts, gateways, intents }: Model): Usual | undefined {
  const { controlPlane, controlPlaneNamespace: namespace } = facts;
  if (controlPlane !== undefined)
    return { home: homeOf('servicemesh.cisco.com'), apiVersion: 'servicemesh.cisco.com/v1alpha1', ...controlPlane };
  if (gateways.length > 0 && gateways.every(({ provider }) => provider === 'mesh-gateway'))
    return {
      home: homeOf('istio.banzaicloud.io'),
      apiVersion: 'istio.banzaicloud.io/v1beta1',
      namespace,
      name: `$(kubectl get istios.istio.banzaicloud.io -n ${namespace} -o name)`,
    };
  const isOperated = intents.some(({ spec }) => spec.platform === 'openshift' || spec.platform === 'alauda');
  return isOperated
    ? { home: homeOf('sailoperator.io'), apiVersion: 'sailoperator.io/v1', name: '$(kubectl get istios.sailoperator.io -o name)' }
    : undefined;
}

function anywhere(need: Prerequisite, setting: Setting, model: Model, patch: Patch): Diagnostic {
  const usual = usualHome(model);
  const own = usual?.home.patchOf(setting, patch);
  if (usual !== undefined && own !== undefined) {
    const { home, apiVersion, namespace, name } = usual;
    return prerequisite(need, {
      where: `the ${home.kind} resource of the mesh`,
      yaml: inlineYaml(own),
      fix: `run \`${kubectlPatch({ apiVersion, kind: home.kind, namespace, name }, own)}\`, or add the resource to the package`,
    });
  }
  const values = setting === 'meshConfig' ? { meshConfig: patch } : patch;
  const sail = homeOf('sailoperator.io').patchOf(setting, patch) as Patch;
  const command = kubectlPatch(
    { apiVersion: 'sailoperator.io/v1', kind: 'Istio', name: '$(kubectl get istios.sailoperator.io -o name)' },
    sail,
  );
  return prerequisite(need, {
    where: 'istiod',
    yaml: inlineYaml(values),
    fix: `set these Helm values of istiod; with the Sail operator run \`${command}\`; or add the mesh's Istio resource to the package`,
  });
}
