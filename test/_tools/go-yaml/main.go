// Writes what sigs.k8s.io/yaml, with which helm and kubectl read, makes of the texts in cases.yaml's place:
//
//	cd test/_tools/go-yaml && go run . < ../../common/yaml/go-yaml.json > out.json && mv out.json ../../common/yaml/go-yaml.json
package main

import (
	"encoding/json"
	"os"

	"sigs.k8s.io/yaml"
)

type entry struct {
	Name  string          `json:"name"`
	Text  string          `json:"text"`
	Value json.RawMessage `json:"value,omitempty"`
	Error string          `json:"error,omitempty"`
}

func main() {
	var entries []entry
	if err := json.NewDecoder(os.Stdin).Decode(&entries); err != nil {
		panic(err)
	}
	for i := range entries {
		value, err := yaml.YAMLToJSON([]byte(entries[i].Text))
		entries[i].Value, entries[i].Error = value, ""
		if err != nil {
			entries[i].Value, entries[i].Error = nil, err.Error()
		}
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(entries); err != nil {
		panic(err)
	}
}
