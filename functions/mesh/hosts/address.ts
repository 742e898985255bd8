export * from '../../hosts/address.ts';
