import { WebhooksModule } from '@bonafide/webhooks';
import { Module } from '@nestjs/common';

import { ListSets } from './active-lists/list-sets.repository';
import { PublicationThreads } from './active-lists/publication-threads.service';
import { BacktestScreenings } from './backtests/backtest-screenings.repository';
import { ThresholdBacktestJobSubject } from './backtests/threshold-backtest-job-subject.service';
import { ThresholdBacktests } from './backtests/threshold-backtests.service';
import { ThresholdChanges } from './backtests/threshold-changes.service';
import { ListChecks } from './publications/list-checks.repository';
import { ListIntake } from './publications/list-intake.service';
import { Dispositions } from './hits/dispositions.service';
import { FoundHits } from './hits/found-hits.service';
import { Hits } from './hits/hits.service';
import { ReviewProgress } from './hits/review-progress.service';
import { Suppressions } from './hits/suppressions.service';
import { MonitoredSubjects } from './monitoring/monitored-subjects.service';
import { ListPublications } from './publications/list-publications.service';
import { ListReader } from './publications/list-reader.service';
import { ListRefreshJobSubject } from './publications/list-refresh-job-subject.service';
import { ListRefresh } from './publications/list-refresh.service';
import { ListSchedule } from './publications/list-schedule.service';
import { PublicationRepository } from './publications/publication.repository';
import { ChangedLists } from './rescreening/changed-lists.service';
import { LapsedHits } from './rescreening/lapsed-hits.service';
import { ListCoverage } from './rescreening/list-coverage.service';
import { RescreeningHits } from './rescreening/rescreening-hits.service';
import { RescreeningPartJobSubject } from './rescreening/rescreening-part-job-subject.service';
import { PartScreening } from './rescreening/part-screening.service';
import { RescreeningPlanner } from './rescreening/rescreening-planner.service';
import { RescreeningPlanningJobSubject } from './rescreening/rescreening-planning-job-subject.service';
import { RescreeningPlans } from './rescreening/rescreening-plans.service';
import { RescreeningProgress } from './rescreening/rescreening-progress.service';
import { RescreeningRuns } from './rescreening/rescreening-runs.repository';
import { RescreeningSchedule } from './rescreening/rescreening-schedule.service';
import { Rescreenings } from './rescreening/rescreenings.service';
import { ScreeningFileIntake } from './screening-files/screening-file-intake.service';
import { ScreeningFilePartJobSubject } from './screening-files/screening-file-part-job-subject.service';
import { ScreeningFileParts } from './screening-files/screening-file-parts.repository';
import { ScreeningFileProgress } from './screening-files/screening-file-progress.repository';
import { ScreeningFileResults } from './screening-files/screening-file-results.service';
import { ScreeningFiles } from './screening-files/screening-files.service';
import { SealedParts } from './screening-files/sealed-parts.service';
import { ScreeningJobSubject } from './screenings/screening-job-subject.service';
import { ScreeningListeners } from './screenings/screening-listeners.service';
import { Screenings } from './screenings/screenings.service';
import { ScreeningSettingsHistory } from './settings/screening-settings.service';
import { ScreeningThresholds } from './settings/screening-thresholds.service';

/** Sanctions lists, the screenings made on them, and what people decide about the hits. */
@Module({
  imports: [WebhooksModule],
  providers: [
    PublicationRepository,
    ListChecks,
    ListSets,
    PublicationThreads,
    ListIntake,
    ListPublications,
    ListReader,
    ListRefresh,
    ListRefreshJobSubject,
    ListSchedule,
    Screenings,
    ScreeningListeners,
    ScreeningJobSubject,
    FoundHits,
    Hits,
    Dispositions,
    ReviewProgress,
    Suppressions,
    ScreeningSettingsHistory,
    ScreeningThresholds,
    BacktestScreenings,
    ThresholdBacktests,
    ThresholdBacktestJobSubject,
    ThresholdChanges,
    SealedParts,
    ScreeningFileIntake,
    ScreeningFileParts,
    ScreeningFilePartJobSubject,
    ScreeningFileProgress,
    ScreeningFileResults,
    ScreeningFiles,
    MonitoredSubjects,
    ListCoverage,
    RescreeningPlans,
    RescreeningRuns,
    RescreeningProgress,
    RescreeningHits,
    LapsedHits,
    RescreeningPlanningJobSubject,
    RescreeningPartJobSubject,
    RescreeningPlanner,
    ChangedLists,
    PartScreening,
    Rescreenings,
    RescreeningSchedule,
  ],
  exports: [
    ListSets,
    PublicationThreads,
    ListPublications,
    ListReader,
    ListRefresh,
    ListSchedule,
    Screenings,
    ScreeningListeners,
    Hits,
    Dispositions,
    Suppressions,
    ScreeningSettingsHistory,
    ScreeningThresholds,
    BacktestScreenings,
    ThresholdBacktests,
    ThresholdChanges,
    ScreeningFileIntake,
    ScreeningFileParts,
    ScreeningFileResults,
    ScreeningFiles,
    MonitoredSubjects,
    Rescreenings,
    RescreeningSchedule,
    RescreeningRuns,
    RescreeningPlanner,
    ChangedLists,
    PartScreening,
  ],
})
export class ScreeningModule {}
