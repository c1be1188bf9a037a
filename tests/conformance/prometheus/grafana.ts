// The type of our dashboards, built from the types that Grafana publishes. It rejects unknown fields and invalid
// values. `Plain` also accepts the values of enums, because JSON contains these.

import type { Dashboard, DataQuery, FieldConfig, MatcherConfig, Panel, RowPanel } from "@grafana/schema";
import type { Options as StatOptions } from "@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen";
import type {
  FieldConfig as GraphFieldConfig,
  Options as GraphOptions,
} from "@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen";

type Plain<T> = unknown extends T
  ? T
  : T extends string
    ? `${T}`
    : T extends object
      ? { [K in keyof T]: Plain<T[K]> }
      : T;

// From packages/grafana-prometheus/src/dataquery.ts of Grafana, which is not published as a package.
interface PrometheusQuery extends DataQuery {
  datasource: { type: "prometheus"; uid: "$datasource" };
  expr: string;
  instant: boolean;
  interval?: string;
  legendFormat: string;
  range: boolean;
}

interface Override<Custom> {
  matcher: Plain<MatcherConfig>;
  properties: { id: keyof FieldConfig | `custom.${keyof Custom & string}`; value: unknown }[];
}

type PanelOf<Type, Options, Custom> = Omit<Plain<Panel>, "fieldConfig" | "options" | "targets" | "type"> & {
  type: Type;
  options: Plain<Options>;
  targets: PrometheusQuery[];
  fieldConfig: {
    defaults: Omit<Plain<FieldConfig>, "custom"> & { custom?: Plain<Custom> };
    overrides: Override<Custom>[];
  };
};

type Row = Omit<Plain<RowPanel>, "panels"> & { type: "row"; panels: [] };

export type OurDashboard = Omit<Plain<Dashboard>, "panels"> & {
  panels: (Row | PanelOf<"stat", StatOptions, {}> | PanelOf<"timeseries", GraphOptions, GraphFieldConfig>)[];
};
