// Command shop is the demo service to load: one endpoint that is healthy, one
// that is slow and one that fails now and then.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

const (
	address            = ":8080"
	searchFastest      = 150 * time.Millisecond
	searchSlowest      = 400 * time.Millisecond
	checkoutFailedFrac = 0.10
)

type product struct {
	ID    int     `json:"id"`
	Name  string  `json:"name"`
	Price float64 `json:"price"`
}

var products = []product{
	{1, "Espresso beans", 12.50},
	{2, "Filter papers", 3.20},
	{3, "Hand grinder", 89.00},
	{4, "Kettle", 54.90},
	{5, "Milk jug", 17.00},
}

func main() {
	server := &http.Server{Addr: address, Handler: handler(), ReadHeaderTimeout: 5 * time.Second}

	ended := make(chan struct{})
	go func() {
		defer close(ended)
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
		<-signals
		deadline, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(deadline)
	}()

	log.Printf("shop listens on %s", address)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	<-ended
}

func handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusOK, map[string][]string{"endpoints": {"GET /products", "GET /search?q=", "POST /checkout"}})
	})
	mux.HandleFunc("GET /products", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusOK, products)
	})
	mux.HandleFunc("GET /search", search)
	mux.HandleFunc("POST /checkout", checkout)
	return mux
}

func search(w http.ResponseWriter, r *http.Request) {
	pause := time.NewTimer(searchFastest + rand.N(searchSlowest-searchFastest))
	defer pause.Stop()
	select {
	case <-pause.C:
	case <-r.Context().Done():
		return
	}
	wanted := strings.ToLower(r.URL.Query().Get("q"))
	found := make([]product, 0, len(products))
	for _, candidate := range products {
		if strings.Contains(strings.ToLower(candidate.Name), wanted) {
			found = append(found, candidate)
		}
	}
	respond(w, http.StatusOK, found)
}

func checkout(w http.ResponseWriter, _ *http.Request) {
	if rand.Float64() < checkoutFailedFrac {
		respond(w, http.StatusInternalServerError, map[string]string{"error": "the payment provider did not answer"})
		return
	}
	respond(w, http.StatusCreated, map[string]string{"status": "ordered"})
}

func respond(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
