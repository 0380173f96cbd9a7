// Receives webhooks of Parley with Go's standard library.
//
//	WEBHOOK_SECRETS="whsec_…" PORT=3000 go run receiver.go
//
// During a rotation give both secrets, with a blank between them. Posts go to http://127.0.0.1:3000/hook.
package main

import (
	"container/list"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	tolerance      = 5 * time.Minute
	largestBody    = 1 << 20
	mostWaiting    = 1_000
	mostRemembered = 100_000
)

// isGenuine judges by Standard Webhooks 1.0, over the bytes as they came and never over JSON that was parsed and written
// again.
func isGenuine(header http.Header, body []byte, keys [][]byte) bool {
	id, timestamp := header.Get("webhook-id"), header.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if id == "" || err != nil {
		return false
	}
	age := time.Since(time.Unix(seconds, 0))
	if age > tolerance || age < -tolerance {
		return false
	}
	for _, key := range keys {
		mac := hmac.New(sha256.New, key)
		io.WriteString(mac, id+"."+timestamp+".")
		mac.Write(body)
		ours := []byte("v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)))
		// Several while a secret is rotated; those of other versions are passed over.
		for _, theirs := range strings.Fields(header.Get("webhook-signature")) {
			if hmac.Equal([]byte(theirs), ours) {
				return true
			}
		}
	}
	return false
}

// inbox takes each id once, and lets the work be done after the answer, in order. It forgets when the process ends. Where
// that matters, write the event to your database before you answer, with webhook-id as a unique key.
type inbox struct {
	mutex   sync.Mutex
	seen    map[string]bool
	oldest  *list.List
	waiting chan message
}

type message struct {
	id   string
	body []byte
}

func newInbox(handle func(message)) *inbox {
	in := &inbox{seen: map[string]bool{}, oldest: list.New(), waiting: make(chan message, mostWaiting)}
	go func() {
		for one := range in.waiting {
			handle(one)
		}
	}()
	return in
}

func (in *inbox) take(one message) (known, full bool) {
	in.mutex.Lock()
	defer in.mutex.Unlock()
	if in.seen[one.id] {
		return true, false
	}
	select {
	case in.waiting <- one:
	default:
		return false, true
	}
	in.seen[one.id] = true
	in.oldest.PushBack(one.id)
	if in.oldest.Len() > mostRemembered {
		delete(in.seen, in.oldest.Remove(in.oldest.Front()).(string))
	}
	return false, false
}

func handle(one message) {
	var event struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(one.body, &event); err != nil {
		log.Println("failed", one.id, err)
		return
	}
	fmt.Println("handled", one.id, event.Type)
}

func receive(in *inbox, keys [][]byte) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		if request.Method != http.MethodPost {
			http.Error(writer, "POST only", http.StatusMethodNotAllowed)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(writer, request.Body, largestBody))
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			http.Error(writer, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		if err != nil {
			http.Error(writer, "the body broke off", http.StatusBadRequest)
			return
		}
		if !isGenuine(request.Header, body, keys) {
			http.Error(writer, "not from Parley, or too old", http.StatusUnauthorized)
			return
		}
		known, full := in.take(message{request.Header.Get("webhook-id"), body})
		switch {
		case full:
			// Let the sender come again, rather than lose it.
			writer.Header().Set("retry-after", "5")
			http.Error(writer, "busy", http.StatusServiceUnavailable)
		case known:
			fmt.Fprint(writer, "seen before")
		default:
			fmt.Fprint(writer, "received")
		}
	}
}

func main() {
	var keys [][]byte
	for _, secret := range strings.Fields(os.Getenv("WEBHOOK_SECRETS")) {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil {
			log.Fatal("WEBHOOK_SECRETS: ", err)
		}
		keys = append(keys, key)
	}
	port := os.Getenv("PORT")
	if port == "" {
		port = "3000"
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/hook", receive(newInbox(handle), keys))
	fmt.Printf("listening on http://%s/hook\n", listener.Addr())
	log.Fatal((&http.Server{ReadHeaderTimeout: 10 * time.Second}).Serve(listener))
}
