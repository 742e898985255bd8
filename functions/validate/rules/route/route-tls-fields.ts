import { fieldFindings } from '../../fields/field-findings.ts';
import type { Rule } from '../../rule.ts';
import { at, text, wrong } from '../../spot.ts';
import { openshiftRoutes } from '../../spots/openshift-routes.ts';

export const routeTlsFields: Rule = {
  code: 'GI1803',
  name: 'route-tls-fields',
  severity: 'error',
  summary: 'Fields of `tls` of a Route must fit its termination, with one source of the certificate.',
  why: 'the API server refuses the Route',
  fix: 'keep `certificate` or `externalCertificate`; with passthrough keep neither, and use `None` or `Redirect`',
  source: 'openshift/library-go, pkg/route/validation/validation.go',
  *check(world) {
    yield* fieldFindings(world, 'GI1803');
    for (const { spec, termination } of openshiftRoutes(world)) {
      const unfit = unfitFields[termination] ?? [];
      for (const field of unfit.map((name) => at(at(spec, 'tls'), name)))
        if (text(field) !== '' || text(at(field, 'name')) !== '')
          yield wrong(field, `must not be set when \`tls.termination\` is ${termination}`);
    }
  },
};

const unfitFields: Readonly<Record<string, readonly string[]>> = {
  edge: ['destinationCACertificate'],
  passthrough: ['certificate', 'key', 'externalCertificate', 'caCertificate', 'destinationCACertificate'],
};
