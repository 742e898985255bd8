export * from '../../hosts/host-name.ts';
