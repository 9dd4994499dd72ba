import { type DynamicModule, Module } from '@nestjs/common';

import { ScreeningModule } from '../screening.module';
import { ActiveLists, LISTS_POLICY, type ListsPolicy } from './active-lists.service';
import { PinnedLists } from './pinned-lists.service';

/** For processes that screen. */
@Module({})
export class ActiveListsModule {
  /** Gets lists that are missing, and is not ready without them. */
  static preparing(): DynamicModule {
    return withPolicy({ prepares: true });
  }

  /** Takes lists up once another process has got them. */
  static following(): DynamicModule {
    return withPolicy({ prepares: false });
  }
}

const withPolicy = (policy: ListsPolicy): DynamicModule => ({
  module: ActiveListsModule,
  imports: [ScreeningModule],
  providers: [ActiveLists, PinnedLists, { provide: LISTS_POLICY, useValue: policy }],
  exports: [ActiveLists, PinnedLists],
});
