import type { GraphData } from './graph';

/** What `api/run` answers, and what a report carries. */
export interface RunData {
  name: string;
  command: string;
  state: string;
  facts: [string, string][];
  metrics?: { columns: string[]; rows: (number | null)[][] };
  steps?: [number, number][];
  alphas?: { epochs: number[]; decisions: AlphaDecision[] };
  goals?: { name: string; minimized: boolean }[];
  searches?: { seed: number; state: string; best: number | null; rank: number | null; seconds: number | null }[];
  evaluations?: Evaluation[];
  omitted?: number;
  result?: Record<string, unknown>;
  winner?: { graphs?: GraphData[]; choices: [string, string][]; problem?: string; parameters?: number; macs?: number; code?: string };
  log?: string;
}

export interface AlphaDecision {
  name: string;
  scope?: string;
  alternatives: string[];
  weights: number[][];
  taken: string[];
}

export interface Evaluation {
  seed: number;
  number: number;
  budget: number;
  metrics: (number | null)[];
  failure?: string;
  cost: number;
  architecture: string;
}
