export * from '../krm/group-by.ts';
