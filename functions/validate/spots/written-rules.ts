import type { HttpRule } from '../../mesh/routes/http-rule.ts';
import type { VirtualService } from '../../mesh/routes/virtual-services.ts';
import { perWorld } from '../per-world.ts';
import { writtenVirtualServices } from './written-routes.ts';

/** One rule for requests, with the VirtualService that writes it. */
export interface WrittenRule {
  readonly virtualService: VirtualService;
  readonly rule: HttpRule;
}

/** Every `http` rule of every VirtualService, delegates included. */
export const writtenRules = perWorld((world): readonly WrittenRule[] =>
  writtenVirtualServices(world).flatMap((virtualService) => virtualService.http.map((rule) => ({ virtualService, rule }))),
);
