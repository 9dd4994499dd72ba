import type { OrganizationId } from '@bonafide/identifiers';

/** Who a sealed value belongs to: an organization, or the installation itself. */
export type KeyOwner = OrganizationId | 'installation';
