import { ScreeningModule } from '@bonafide/screening';
import { Module } from '@nestjs/common';

import { ActiveList } from './active-list.service';

@Module({ imports: [ScreeningModule], providers: [ActiveList], exports: [ActiveList] })
export class ActiveListModule {}
